"""Web API methods `files.*`: an upload in two steps.

Source: docs.slack.dev/messaging/working-with-files.
"""

from .calls import Call
from .refusal import Refused
from .shapes import file_json
from .talk import post
from .workspace import Json
from .world import File, Message


def upload_url(call: Call) -> Json:
    """Answer files.getUploadURLExternal: the address to post the bytes to."""
    name = call.required("filename")
    if call.number("length", 0) <= 0:
        raise Refused("invalid_arguments", "[ERROR] length must be more than 0")
    file = File(
        id=call.world.new_id("F"),
        name=name,
        title=name,
        user=call.world.app.user_id,
        at=call.world.now(),
        length=call.number("length", 0),
    )
    call.world.state.files[file.id] = file
    return {"upload_url": f"{call.world.url}upload/{file.id}", "file_id": file.id}


def complete_upload(call: Call) -> Json:
    """Answer files.completeUploadExternal: the files, shared in a channel where one is given."""
    given = call.document("files")
    if not isinstance(given, list) or not given:
        raise Refused("invalid_arguments", "[ERROR] missing required field: files")
    files = [_completed(call, one) for one in given]
    channel = call.own_channel("channel_id") if call.text("channel_id") else None
    for file in files:
        file.shared = True
    if channel:
        message = Message(
            ts=call.world.new_ts(),
            channel=channel.id,
            user=call.world.app.user_id,
            text=call.text("initial_comment"),
            thread_ts=call.text("thread_ts") or None,
            files=[file.id for file in files],
        )
        post(call.world, message)
    return {"files": [file_json(call.world, file) for file in files]}


def file_info(call: Call) -> Json:
    """Answer files.info."""
    file = call.world.state.files.get(call.required("file"))
    if file is None:
        raise Refused("file_not_found")
    return {"file": file_json(call.world, file), "response_metadata": {"next_cursor": ""}}


def _completed(call: Call, given: object) -> File:
    """Return a file whose bytes have all arrived, under the title it is given."""
    named = given if isinstance(given, dict) else {}
    file = call.world.state.files.get(str(named.get("id")))
    if file is None or file.shared:
        raise Refused("file_not_found")
    if len(file.content) != file.length:
        raise Refused("file_upload_size_mismatch")
    file.title = str(named.get("title") or file.name)
    return file
