"""Papers and tables, in and out; knows no feature.

`tables` reads xlsx and csv that offices send and writes them without live
formulas · `qr` draws a QR code · `calendars` writes ICS · `download` hands a file to the browser.
"""
