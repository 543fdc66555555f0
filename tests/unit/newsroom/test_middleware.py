"""What every response gets."""

import logging

import pytest
from django.db import OperationalError
from django.http import HttpResponse
from django.test import RequestFactory

from articles import changes
from newsroom import logs, middleware


def through(layer, path="/", response=None, **headers):
    return layer(lambda _: response or HttpResponse())(RequestFactory().get(path, headers=headers))


class TestRequestId:
    def test_each_request_gets_a_name(self):
        one, other = (through(middleware.RequestIdMiddleware) for _ in range(2))

        assert len(one["X-Request-ID"]) == 16
        assert one["X-Request-ID"] != other["X-Request-ID"]

    def test_a_name_given_by_a_proxy_is_kept(self):
        assert (
            through(middleware.RequestIdMiddleware, **{"X-Request-ID": "abc-12345"})["X-Request-ID"]
            == "abc-12345"
        )

    @pytest.mark.parametrize("given", ["short", "x" * 65, 'a"b{}12345', "a b c d e f"])
    def test_a_name_that_could_disturb_the_log_is_replaced(self, given):
        assert through(middleware.RequestIdMiddleware, **{"X-Request-ID": given})["X-Request-ID"] != given

    def test_the_name_is_known_to_the_log_during_the_request_only(self):
        seen = []

        def view(_):
            seen.append(logs.request_id.get())
            return HttpResponse()

        response = middleware.RequestIdMiddleware(view)(RequestFactory().get("/"))

        assert seen == [response["X-Request-ID"]]
        assert logs.request_id.get() == ""


class TestPolicy:
    def policy(self, path):
        request = RequestFactory().get(path)
        layer = middleware.ContentSecurityPolicyMiddleware(lambda _: HttpResponse())
        return dict(
            part.partition(" ")[::2] for part in layer(request)["Content-Security-Policy"].split("; ")
        )

    def test_public_pages_run_only_our_own_files_and_trusted_types(self):
        policy = self.policy("/")

        assert policy["default-src"] == policy["object-src"] == policy["base-uri"] == "'none'"
        assert policy["script-src"] == policy["style-src"] == policy["img-src"] == "'self'"
        assert policy["frame-ancestors"] == "'none'"
        assert policy["require-trusted-types-for"] == "'script'"
        assert "unsafe" not in str(policy)

    def test_the_admin_is_as_strict_without_trusted_types(self):
        public = self.policy("/")
        del public["require-trusted-types-for"]

        assert self.policy("/admin/") == public


def test_features_no_page_uses_are_switched_off():
    response = through(middleware.HeadersMiddleware)

    assert "camera=()" in response["Permissions-Policy"]
    assert response["Cross-Origin-Resource-Policy"] == "same-origin"


class TestBusyDatabase:
    def answer(self, error):
        layer = middleware.BusyDatabaseMiddleware(lambda _: HttpResponse())
        return layer.process_exception(RequestFactory().post("/admin/"), error)

    def test_a_locked_database_is_a_503_that_says_what_to_do(self):
        response = self.answer(OperationalError("database is locked"))

        assert response.status_code == 503
        assert response["Retry-After"] == "10"
        assert b"nothing was saved" in response.content

    @pytest.mark.parametrize("error", [OperationalError("disk full"), RuntimeError("database is locked")])
    def test_other_errors_stay_errors(self, error):
        assert self.answer(error) is None

    def test_answers_pass_through(self):
        assert through(middleware.BusyDatabaseMiddleware).status_code == 200


class TestTags:
    @pytest.mark.parametrize("status", [200, 301, 404, 410])
    def test_a_public_answer_without_tags_is_refused(self, status):
        with pytest.raises(middleware.MissingTags, match=f"/x/ answered {status}"):
            through(middleware.TagsMiddleware, "/x/", HttpResponse(status=status))

    def test_in_production_it_is_answered_and_logged(self, settings, caplog):
        settings.STRICT_TAGS = False

        with caplog.at_level(logging.ERROR):
            assert through(middleware.TagsMiddleware, "/x/").status_code == 200

        assert caplog.records[0].path == "/x/"

    def test_an_answer_with_tags_passes(self):
        response = HttpResponse()
        changes.declare_tags(response, changes.Tags.FRONT)

        assert through(middleware.TagsMiddleware, "/", response) is response

    @pytest.mark.parametrize("path", ["/admin/", "/healthz", "/readyz", "/static/x.css"])
    def test_what_is_not_for_readers_needs_none(self, path):
        assert through(middleware.TagsMiddleware, path).status_code == 200

    @pytest.mark.parametrize("status", [302, 303, 304, 403, 500, 503])
    def test_what_is_never_stored_needs_none(self, status):
        assert through(middleware.TagsMiddleware, "/", HttpResponse(status=status)).status_code == status
