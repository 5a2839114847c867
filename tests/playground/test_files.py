"""Uploads in two steps, by Slack's own client, and files that people hand in."""

from __future__ import annotations

from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from parrot import BOT, CARE, HALL, TOKEN
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.playground.hands import Slack


def error_of(api: WebClient, method: str, **arguments: Any) -> str:  # noqa: ANN401 - any method
    """Return the error code of a call that is refused."""
    with pytest.raises(SlackApiError) as caught:
        api.api_call(method, json=arguments)
    return str(caught.value.response["error"])


def test_a_file_is_uploaded_into_a_channel(api: WebClient) -> None:
    answer = api.files_upload_v2(
        channel=CARE,
        content="a,b\n1,2\n",
        filename="november.csv",
        title="November",
        initial_comment="The export",
    )
    (file,) = answer["files"]
    assert (file["name"], file["title"], file["size"], file["user"]) == (
        "november.csv",
        "November",
        8,
        BOT,
    )
    (message,) = api.conversations_history(channel=CARE)["messages"]
    assert (message["text"], message["files"][0]["id"]) == ("The export", file["id"])
    assert api.files_info(file=file["id"])["file"] == file


def test_a_file_is_fetched_with_the_apps_token(api: WebClient) -> None:
    answer = api.files_upload_v2(channel=CARE, content="a,b\n", filename="n v.csv")
    url = answer["files"][0]["url_private"]
    request = Request(url, headers={"Authorization": f"Bearer {TOKEN}"})  # noqa: S310 - loopback
    with urlopen(request) as response:  # noqa: S310 - loopback
        assert (response.read(), response.headers["Content-Type"]) == (b"a,b\n", "text/csv")
    with pytest.raises(HTTPError, match="403") as caught:
        urlopen(url)  # noqa: S310 - loopback
    caught.value.close()


def test_uploads_that_slack_refuses(api: WebClient) -> None:
    begin, finish = "files.getUploadURLExternal", "files.completeUploadExternal"
    assert error_of(api, begin, filename="a.csv", length=0) == "invalid_arguments"
    assert error_of(api, begin, length=1) == "invalid_arguments"
    assert error_of(api, finish, files=[]) == "invalid_arguments"
    assert error_of(api, finish, files=[{"id": "F0"}]) == "file_not_found"
    given = api.api_call(begin, json={"filename": "a.csv", "length": 4})
    file = {"id": given["file_id"]}
    assert error_of(api, finish, files=[file]) == "file_upload_size_mismatch"
    urlopen(given["upload_url"], data=b"1234").close()  # noqa: S310 - loopback
    assert error_of(api, finish, files=[file], channel_id=HALL) == "not_in_channel"
    assert api.api_call(finish, json={"files": [file]})["ok"]
    assert error_of(api, finish, files=[file]) == "file_not_found"
    assert error_of(api, "files.info", file="F0") == "file_not_found"
    with pytest.raises(HTTPError, match="404") as caught:
        urlopen(given["upload_url"], data=b"1234")  # noqa: S310 - loopback
    caught.value.close()


def test_the_app_fetches_what_a_person_handed_in(slack: Slack) -> None:
    slack.say("", by="sue", channel="dm", files={"scores.csv": "小芳,95\n"})
    (file,) = slack.requests()[-1].sent["event"]["files"]
    url = file["url_private_download"]
    request = Request(url, headers={"Authorization": f"Bearer {TOKEN}"})  # noqa: S310 - loopback
    with urlopen(request) as response:  # noqa: S310 - loopback
        assert response.read().decode() == "小芳,95\n"
