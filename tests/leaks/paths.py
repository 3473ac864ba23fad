"""The fourteen ways out, part by part: which test walks each, or why there is nothing to walk yet.

A way that does not exist is struck out with a reason and with a sign of its absence that is looked at each time: the
day it exists, the strike no longer holds and the way has to be tried.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from django.apps import apps
from django.conf import settings

from intranet.finding import sources
from tests.leaks.walking import routes

ROOT = Path(settings.BASE_DIR)


@dataclass(frozen=True)
class Tried:
    """By these tests, named `module::test`, or by the visits to these routes in the two matrices."""

    tests: tuple[str, ...] = ()
    routes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Struck:
    reason: str
    absent: Callable[[], bool]


def by(*tests: str, routes: str = "") -> Tried:
    return Tried(tests, tuple(routes.split()))


def no_app(label: str) -> Callable[[], bool]:
    return lambda: not any(config.label == label for config in apps.get_app_configs())


def no_route(*words: str) -> Callable[[], bool]:
    return lambda: not any(word in route.pattern.lower() for route in routes() for word in words)


def no_text(pattern: str, *suffixes: str) -> Callable[[], bool]:
    """No file of the code or the templates holds the words."""

    def absent() -> bool:
        places = [
            ROOT / name
            for name in ("intranet", "home", "frameworkagreements", "extranet", "search", "templates")
        ]
        files = (file for place in places for suffix in suffixes for file in place.rglob(f"*{suffix}"))
        return not any(pattern in file.read_text(encoding="utf-8") for file in files)

    return absent


def no_family(name: str) -> Callable[[], bool]:
    return lambda: sources.source_of(name) is None


MATRIX, ADMIN = "test_matrix::test_what_comes_out", "test_admin_matrix::test_what_comes_out"
ALIKE = "test_matrix::test_what_may_not_be_known_answers_like_what_is_missing"
OTHERWISE = "test_matrix::test_no_other_way_of_asking_gets_more"
BODIES = "test_extranet_matrix::test_what_comes_out"
BODIES_ALIKE = "test_extranet_matrix::test_what_may_not_be_known_answers_like_what_is_missing"
BODIES_OTHERWISE = "test_extranet_matrix::test_no_other_way_of_asking_gets_more"
LAGGING = "test_search::test_the_index_lags_behind_and_tells_nothing"
TRIMMED = "test_search::test_what_each_persona_is_told"

PATHS: dict[str, dict[str, Tried | Struck]] = {
    "1 files": {
        "media URL": by(MATRIX, ALIKE, routes="media"),
        "guessed id": by(ALIKE, routes="wagtaildocs_serve document document_by_id document_version"),
        "guessed name": by(
            ALIKE, "test_files::test_no_spelling_of_an_address_gets_round_the_rule", routes="media"
        ),
        "Range, HEAD": by(OTHERWISE),
        "ETag and 304": by(OTHERWISE, "test_files::test_a_copy_at_hand_is_no_right_to_the_file"),
        "brought along by a file that was read in": by(
            "test_imported::test_the_file_its_page_and_its_text",
            "test_imported::test_what_the_file_was",
            "test_imported::test_the_picture_and_its_rendition",
            "test_imported::test_lists_choosers_and_the_api_of_the_admin",
            "test_imported::test_the_page_itself",
        ),
        "superseded version": by(
            "test_files::test_a_version_that_was_replaced_is_gone",
            "test_documents::test_what_a_document_was_is_for_those_who_edit_it",
            routes="document_version",
        ),
        "withdrawn": by("test_documents::test_a_withdrawn_document_has_a_page_and_no_file_for_readers"),
        "what replaced it, where it is used, who put it in": by(
            "test_documents::test_a_documents_page_names_nothing_that_its_reader_may_not_know"
        ),
        "draft version": by(MATRIX, routes="wagtail_serve"),
        "cache headers": by("test_files::test_no_shared_cache_may_keep_a_file_and_ones_own_must_ask"),
        "papers of a meeting": by(
            BODIES,
            BODIES_ALIKE,
            BODIES_OTHERWISE,
            "test_extranet_matrix::test_no_secret_paper_is_kept_by_a_browser_or_a_proxy",
            "test_extranet_matrix::test_a_withdrawal_closes_every_way_at_once",
            "test_extranet_matrix::test_a_recusal_acts_at_once_also_on_a_copy_at_hand",
            routes="paper paper_file",
        ),
        "the proxy": by("test_files::test_the_proxy_is_told_of_a_file_only_after_the_rule_has_said_yes"),
        "back after sign-out": by(
            "test_sessions::test_nothing_that_somebody_signed_in_has_read_stays_in_the_browser",
            "test_sessions::test_after_signing_out_the_same_addresses_lead_to_the_log_in",
        ),
    },
    "2 derivatives": {
        "renditions and thumbnails": by(MATRIX, ADMIN, routes="media wagtailimages:preview"),
        "previews": by(ADMIN, routes="wagtailadmin_pages:view_draft wagtailadmin_pages:workflow_preview"),
        "extracted text": by(
            MATRIX, "test_documents::test_the_text_of_a_file_is_for_its_readers", routes="document_text"
        ),
        "bookmarks of a combined PDF": by("test_bundles::test_a_combined_pdf_says_what_its_reader_may_read"),
        "PDF metadata": by("test_bundles::test_a_combined_pdf_says_what_its_reader_may_read"),
        "names inside a ZIP": by("test_bundles::test_a_zip_holds_and_names_what_its_reader_may_open"),
        "temporary files": by("test_documents::test_a_copy_that_is_made_for_reading_is_its_owners_and_goes"),
    },
    "3 bundles": {
        "another user's job id": by(
            MATRIX, BODIES, BODIES_ALIKE, BODIES_OTHERWISE, routes="jobs bundle bundle_order bundle_file"
        ),
        "a bundle built before a recusal, an expiry or a withdrawal": by(
            "test_bundles::test_what_is_lost_closes_a_bundle_that_is_there",
            "test_extranet_matrix::test_a_withdrawal_closes_every_way_at_once",
        ),
        "a worker with more rights than the asker": by(
            "test_bundles::test_a_worker_makes_what_whoever_asked_may_open_and_no_more"
        ),
    },
    "4 search": {
        "hits, total, facet counts": by(TRIMMED),
        "highlights": by("test_search::test_words_that_nothing_shown_has_say_nothing"),
        "typeahead": by(TRIMMED, MATRIX, routes="search_suggestions"),
        "did-you-mean": Struck("search suggests no spelling", no_text("did_you_mean", ".py", ".html")),
        "pinned results": Struck("nothing is pinned", no_app("wagtailsearchpromotions")),
        "query log": Struck("no questions are kept", no_text("class Query(", ".py")),
        "after restrict, move, withdraw, delete": by(
            LAGGING, "test_search::test_right_after_a_text_is_withdrawn_the_list_says_so"
        ),
        "meeting papers": by(
            "test_search_extranet::test_what_each_persona_is_told",
            "test_search_extranet::test_the_index_lags_behind_and_tells_nothing",
            "test_search_extranet::test_the_title_of_an_item_with_something_secret_leads_nowhere",
        ),
        "documents": by(
            "test_documents::test_the_text_of_a_file_is_for_its_readers",
            "test_documents::test_a_document_is_found_where_its_page_is_known",
        ),
        "index page with its children's titles": by(
            MATRIX, "test_listings::test_counts_are_of_what_is_shown"
        ),
        "engine down": by("test_search::test_an_engine_that_is_down_tells_nothing"),
    },
    "5 listings": {
        "previous and next": by("test_listings::test_no_page_describes_itself_to_other_sites"),
        "breadcrumbs and trails": by(
            "test_listings::test_a_page_that_is_theirs_inside_a_section_that_is_not"
        ),
        "menus": by(MATRIX, routes="wagtail_serve"),
        "gaps in paragraph numbers": by(
            "test_extranet_matrix::test_the_numbers_on_an_agenda_tell_nothing_of_what_is_left_out"
        ),
        "meetings, agendas": by(BODIES, BODIES_ALIKE, routes="meetings body meeting agenda_item"),
        "counts": by("test_listings::test_counts_are_of_what_is_shown"),
        "unit page": by(
            "test_listings::test_the_unit_page_counts_its_routines_for_the_reader", routes="unit"
        ),
        "person page": by(MATRIX, routes="person"),
        "related items, links, checklists, attachments": by(
            MATRIX,
            "test_files::test_an_open_attachment_is_there_for_the_reader",
            routes="wagtail_serve page_by_id",
        ),
        "comparison of versions": by(MATRIX, routes="wagtail_serve"),
        "dashboards": by(
            "test_listings::test_the_start_page_has_for_each_reader_what_is_theirs",
            ADMIN,
            routes="wagtailadmin_home",
        ),
        "badges, others' receipts": by("test_extranet_matrix::test_nobody_is_told_what_others_have_opened"),
    },
    "6 feeds": {
        "calendar": by(BODIES, routes="calendar calendar_revoke calendar_feed"),
        "RSS, sitemap": by("test_listings::test_there_are_no_feeds_or_public_interfaces"),
        "Open Graph tags": by("test_listings::test_no_page_describes_itself_to_other_sites"),
        "redirects that reveal a slug": by(
            MATRIX, ALIKE, ADMIN, routes="wagtail_serve wagtailredirects:index"
        ),
        "suggestions on 404": by("test_listings::test_a_404_suggests_nothing"),
    },
    "7 APIs": {
        "admin API": by(
            ADMIN,
            "test_admin_matrix::test_there_is_no_admin_for_others",
            routes="wagtailadmin_api:pages:listing wagtailadmin_api:documents:listing wagtailadmin_api:images:listing",
        ),
        "public pages, documents, images": by("test_listings::test_there_are_no_feeds_or_public_interfaces"),
        "SCIM": Struck("comes with single sign-on", no_route("scim")),
        "exports": by(ADMIN, routes="security_log wagtailadmin_reports:site_history"),
    },
    "8 admin": {
        "explorer": by(ADMIN, routes="wagtailadmin_explore wagtailadmin_pages:search"),
        "choosers": by(
            ADMIN, routes="wagtailadmin_choose_page wagtaildocs_chooser:choose wagtailimages_chooser:choose"
        ),
        "usage": by(
            ADMIN, routes="wagtailadmin_pages:usage wagtailadmin_pages:type_use wagtaildocs:document_usage"
        ),
        "reports, site history": by(
            ADMIN, routes="wagtailadmin_reports:site_history wagtailadmin_reports:aging_pages"
        ),
        "revisions, compare": by(
            ADMIN, routes="wagtailadmin_pages:revisions_view wagtailadmin_pages:revisions_compare"
        ),
        "preview": by(ADMIN, routes="wagtailadmin_pages:view_draft wagtailadmin_pages:preview_on_edit"),
        "user bar": by("test_listings::test_who_may_edit_is_offered_only_what_they_may"),
        "copy, alias, move": by(ADMIN, routes="wagtailadmin_pages:copy wagtailadmin_pages:move"),
        "bulk actions": by(ADMIN, routes="wagtail_bulk_action"),
        "bodies, mandates": by(ADMIN, routes="body_admin:edit mandate_admin:index mandate_admin:edit"),
        "snippets": Struck("none are registered", no_text("register_snippet", ".py")),
        "workflow mail": by("test_operations::test_mail_about_a_page_goes_to_those_only_who_may_see_it"),
        "Django's own admin": Struck("not installed", no_app("admin")),
        "posting": by("test_admin_matrix::test_posting_gets_no_more"),
    },
    "9 rendering": {
        "routable sub-URLs": by(MATRIX, ALIKE, routes="wagtail_serve"),
        "fragment cache without the viewer in its key": Struck(
            "no fragment is cached", no_text("{% cache", ".html")
        ),
        "embeds": Struck("none are looked up", lambda: settings.WAGTAILEMBEDS_FINDERS == []),
        "rich-text links": by(MATRIX, routes="wagtail_serve page_by_id document_by_id"),
        "other hostnames": by("test_listings::test_another_hostname_is_no_way_round"),
    },
    "10 messages": {
        "titles in subject lines": by(
            "test_operations::test_mail_about_a_page_goes_to_those_only_who_may_see_it",
            "test_notices::test_a_mail_tells_what_its_reader_may_read_when_it_is_sent",
        ),
        "queued before the right was lost": by(
            "test_notices::test_mail_that_waited_when_the_right_was_lost_says_nothing_of_it"
        ),
        "another's notice": by(
            "test_notices::test_an_address_leads_whom_it_is_for_and_is_missing_for_all_others",
            "test_notices::test_an_inbox_tells_what_its_reader_may_read_and_counts_no_more",
            "test_notices::test_the_start_page_tells_no_more_than_the_inbox",
            routes="notices notice",
        ),
        "the log of sending": by("test_notices::test_the_log_of_sending_names_nobody_and_nothing"),
        "mail about an account": by("test_operations::test_mail_about_an_account_names_nobody_else"),
        "push": Struck("nothing is pushed", no_text("webpush", ".py", ".js")),
        "attachments": Struck("mail with attachments is refused", no_text(".attach_file(", ".py")),
    },
    "11 sessions": {
        "a mandate that ends": by(
            "test_sessions::test_the_mandate_has_ended",
            "test_extranet_matrix::test_a_mandate_that_ends_while_they_are_signed_in",
        ),
        "an employment that ends": by("test_sessions::test_the_employment_has_ended"),
        "an account that is closed": by("test_sessions::test_the_account_is_closed"),
        "a group that is left": by(
            "test_sessions::test_the_group_is_left",
            "test_sessions::test_the_role_in_the_admin_is_taken_away",
            "test_sessions::test_the_handler_is_one_no_longer",
        ),
        "a shared password that is changed": by(
            "test_sessions::test_a_new_shared_password_is_asked_for_again"
        ),
        "step-up": by(
            "test_step_up::test_whoever_proves_it_gets_it_until_the_minutes_have_gone",
            "test_step_up::test_no_other_method_gets_round_it",
            "test_step_up::test_a_second_tab_is_the_same_session_and_another_browser_is_not",
            "test_extranet_matrix::test_whom_the_step_up_alone_lacks_is_led_there_and_told_nothing",
            "test_extranet_matrix::test_a_step_up_grows_old",
        ),
        "the service worker's cache": by(
            "test_offline_copies::test_what_gets_to_a_device",
            "test_offline_copies::test_nothing_secret_where_the_body_does_not_let_it",
            "test_offline_copies::test_a_device_of_somebody_elses_gives_nothing",
            "test_offline_copies::test_what_is_lost_is_named_at_no_contact",
            BODIES_ALIKE,
            routes="offline_keep offline_part offline_contact",
        ),
    },
    "12 operations": {
        "logs": by("test_operations::test_the_log"),
        "error pages": by("test_operations::test_error_pages", "test_operations::test_csrf_failures"),
        "task table": by("test_operations::test_task_arguments"),
        "outbox": by("test_operations::test_the_outbox"),
        "security log": by(
            "test_operations::test_the_security_log_holds_no_title",
            "test_extranet_matrix::test_what_is_logged_of_readings_names_nothing",
            ADMIN,
            routes="security_log",
        ),
        "readiness, jobs": by(
            "test_operations::test_what_is_told_of_jobs_and_readiness", routes="ready jobs"
        ),
        "management commands": by("test_operations::test_commands_tell_numbers"),
        "traces, metrics labels": Struck("nothing measures yet", no_text("prometheus", ".py", ".txt")),
        "backups": Struck("made by the operator's own tools, outside the site", no_text("pg_dump", ".py")),
    },
    "13 people": {
        "directory": by(MATRIX, routes="people person"),
        "search, typeahead": by(
            "test_search::test_words_that_nothing_shown_has_say_nothing",
            "test_search::test_a_person_who_gets_protected_is_gone_at_once",
            routes="search_suggestions",
        ),
        "choosers": by(ADMIN, routes="person_chooser:choose function_chooser:choose"),
        "unit pages": by(MATRIX, routes="unit"),
        "who sits in a body": by(
            "test_extranet_matrix::test_who_sits_there_leaves_out_whom_the_reader_may_not_see"
        ),
        "signatures": by("test_listings::test_signatures_show_the_function_of_a_protected_person"),
        "the users of the admin": by(ADMIN, routes="wagtailusers_users:index wagtailusers_users:edit"),
        "exports": by(ADMIN, routes="security_log"),
        "mentions": Struck("nobody is mentioned in texts", no_text("mention", ".js")),
        "feeds, SCIM answers": Struck("there are none", no_route("scim", "rss")),
    },
    "14 oracles": {
        "403 or 302 where 404 is due": by(
            ALIKE, OTHERWISE, ADMIN, "test_admin_matrix::test_there_is_no_admin_for_others"
        ),
        "the log-in, whether the address exists or not": by(ALIKE),
        "shared passwords": by(MATRIX, ALIKE, routes="wagtailcore_authenticate_with_password"),
        "'already exists' errors": by("test_oracles::test_an_address_that_a_hidden_page_has_is_no_error"),
        "who has an account": by("test_oracles::test_log_on_tells_nobody_who_has_an_account"),
        "timing": by("test_oracles::test_a_hidden_thing_costs_what_a_missing_one_does"),
    },
}
