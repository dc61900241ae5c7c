"""The SMS file of the notices' tests, for lights that must arrive."""

from tests.notices.conftest import with_sms

__all__ = ["with_sms"]
