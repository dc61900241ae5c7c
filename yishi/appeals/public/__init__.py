"""Residents' pages: to appeal, the receipt, the look-up, and what was released."""

from yishi.appeals.public import appealing, pages, receipts
from yishi.appeals.public.blueprint import public_bp

__all__ = ["appealing", "pages", "public_bp", "receipts"]
