"""What happens to partnerships, their members and their documents."""

from partnerships.services.documents import change_document, create_document, record_signature, withdraw_document
from partnerships.services.members import accept_member, add_member, end_member, let_members_go
from partnerships.services.partnerships import (
    appoint_coordinator,
    change_partnership,
    create_partnership,
    move_partnership,
)
from partnerships.services.versions import discard_upload, erase_uploads, place_upload, upload_version

__all__ = [
    "accept_member",
    "add_member",
    "appoint_coordinator",
    "change_document",
    "change_partnership",
    "create_document",
    "create_partnership",
    "discard_upload",
    "end_member",
    "erase_uploads",
    "let_members_go",
    "move_partnership",
    "place_upload",
    "record_signature",
    "upload_version",
    "withdraw_document",
]
