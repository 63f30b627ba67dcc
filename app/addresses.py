"""Addresses of sites, as operators and readers type them."""

from urllib.parse import urlsplit


def is_site(address: str) -> bool:
    """Whether ``address`` says where a site stands: http or https, a host, perhaps a port and a path."""
    try:
        parts = urlsplit(address)
        host = (parts.hostname or "").encode("idna")
        return (
            parts.scheme in {"http", "https"}
            and bool(host)
            and parts.port != 0  # a port that is none raises
            and not any((parts.username, parts.password, parts.query, parts.fragment))
            and parts.path.isascii()
            and address.isprintable()
            and " " not in address
        )
    except ValueError:
        return False
