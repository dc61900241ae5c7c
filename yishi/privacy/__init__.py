"""What of a person may be seen by others: masks here; the detector comes with its issue."""
