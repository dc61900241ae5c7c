"""Masks for public pages (SPEC § 14)."""

NAMELESS = "居民"  # stands for whoever left no name; hides nobody


def mask_name(name: str) -> str:
    """张三 → 张*, 马桂彦 → 马*彦; the first character, and the last too if there are three."""
    name = name.strip()
    if name == NAMELESS:
        return name
    if len(name) < 2:
        return "*" if name else ""
    last = name[-1] if len(name) >= 3 else ""
    return f"{name[0]}*{last}"


def mask_phone(number: str) -> str:
    """138****: never the tail, which proves who one is."""
    return f"{number[:3]}****"
