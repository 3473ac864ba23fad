"""The verdict on every address of the admin.

Reading there needs the rule and Wagtail's permission both, so what each persona gets is at most what the rule gives;
that somebody gets it is asked of the route as a whole. Routes are named one by one, in groups that are tried alike: a
new app's are in none of them.
"""

from __future__ import annotations

from django.urls import reverse

from tests.leaks import (  # noqa: F401  they give theirs
    routes_admin_extranet,
    routes_admin_files,
    routes_admin_incoming,
    routes_admin_pages,
    secrets,
)
from tests.leaks.admin_visits import (
    ADMIN,
    give,
    once,
    thing,
    visit,
)
from tests.leaks.verdicts import Verdict

# What holds nothing of pages, files or people.

NOTHING_THERE = "holds nothing of pages, files or people"
give(
    """wagtailadmin_error_test wagtailadmin_choose_page_external_link wagtailadmin_choose_page_email_link
    wagtailadmin_choose_page_phone_link wagtailadmin_choose_page_anchor_link wagtailadmin_tag_autocomplete
    wagtailadmin_collections:index wagtailadmin_collections:add wagtailadmin_workflows:index
    wagtailadmin_workflows:index_results wagtailadmin_workflows:add wagtailadmin_workflows:select_task_type
    wagtailadmin_workflows:task_index wagtailadmin_workflows:task_index_results wagtailadmin_workflows:task_chooser
    wagtailadmin_workflows:task_chooser_results wagtailadmin_workflows:task_chooser_create wagtailadmin_account
    wagtailadmin_logout wagtailadmin_dismissibles wagtailadmin_block_preview wagtailadmin_javascript_catalog
    wagtailforms:index wagtailforms:index_results wagtailredirects:add wagtailredirects:start_import
    wagtailredirects:process_import wagtailembeds:chooser wagtailembeds:chooser_upload wagtailsnippets:index
    wagtaildocs:add wagtaildocs:add_multiple wagtailimages:add wagtailimages:add_multiple wagtaildocs_chooser:create
    wagtailimages_chooser:create wagtailsites:index wagtailsites:index_results wagtailsites:add
    wagtailusers_users:add wagtailusers_groups:index wagtailusers_groups:index_results wagtailusers_groups:add
    wagtailadmin_sprite security_log security_log_results section_audience:add collection_audience:index
    collection_audience:index_results collection_audience:add operational_notice:index operational_notice:index_results
    operational_notice:add shortcut:index shortcut:index_results shortcut:add subject:index subject:index_results
    subject:add accessibility_report:index accessibility_report:index_results accessibility_report:add
    shortcut_chooser:choose shortcut_chooser:choose_results shortcut_chooser:chosen_multiple shortcut_chooser:create
    unit_chooser:choose unit_chooser:choose_results unit_chooser:chosen_multiple workplace_chooser:choose
    workplace_chooser:choose_results workplace_chooser:chosen_multiple function_chooser:chosen_multiple
    unit_admin:index unit_admin:index_results unit_admin:add workplace_admin:index workplace_admin:index_results
    workplace_admin:add function_admin:add function_kind_admin:index function_kind_admin:index_results
    function_kind_admin:add organisation_admin:index organisation_admin:index_results organisation_admin:add""",
    once,
    why=NOTHING_THERE,
)

first = lambda name, corpus: thing(name, corpus, lambda _: 1)  # noqa: E731
give(
    """wagtailadmin_workflows:enable wagtailadmin_workflows:disable wagtailadmin_workflows:edit_task
    wagtailadmin_workflows:disable_task wagtailadmin_workflows:enable_task wagtailsites:edit wagtailsites:delete
    wagtailsites:history wagtailsites:history_results wagtailsites:usage wagtailsites:copy wagtailusers_groups:delete
    wagtailusers_groups:history wagtailusers_groups:history_results wagtailusers_groups:usage operational_notice:delete
    operational_notice:history operational_notice:history_results operational_notice:usage shortcut:edit
    shortcut:delete shortcut:history shortcut:history_results shortcut:usage subject:edit subject:delete
    subject:history subject:history_results subject:usage accessibility_report:edit accessibility_report:delete
    accessibility_report:history accessibility_report:history_results accessibility_report:usage
    shortcut_chooser:chosen unit_chooser:chosen workplace_chooser:chosen function_chooser:chosen unit_admin:history
    unit_admin:history_results workplace_admin:edit workplace_admin:delete workplace_admin:history
    workplace_admin:history_results workplace_admin:usage function_admin:history function_admin:history_results
    function_kind_admin:edit function_kind_admin:delete function_kind_admin:history function_kind_admin:history_results
    function_kind_admin:usage organisation_admin:edit organisation_admin:delete organisation_admin:history
    organisation_admin:history_results organisation_admin:usage""",
    first,
    why=NOTHING_THERE,
)
give(
    "wagtailadmin_workflows:task_chosen",
    lambda name, corpus: thing(name, corpus, parameter="task_id"),
    why=NOTHING_THERE,
)
give(
    "wagtailadmin_editing_sessions:release",
    lambda name, corpus: thing(name, corpus, parameter="session_id"),
    why=NOTHING_THERE,
)
give(
    """wagtaildocs:create_multiple_from_uploaded_document wagtaildocs:delete_upload_multiple
    wagtailimages:create_multiple_from_uploaded_image wagtailimages:delete_upload_multiple""",
    lambda name, corpus: thing(name, corpus, parameter="uploaded_file_id"),
    why="an upload is its uploader's",
)
give(
    "wagtailadmin_tag_model_autocomplete",
    lambda name, corpus: [visit(reverse(name, args=["taggit", "tag"]))],
    why=NOTHING_THERE,
)
give(
    "wagtailadmin_workflows:add_task",
    lambda name, corpus: [visit(reverse(name, args=["home", "decisiontask"]))],
    why=NOTHING_THERE,
)
give(
    "wagtailsettings:edit wagtailsettings:preview_on_edit",
    lambda name, corpus: [visit(reverse(name, args=["pages", "brand", 1]))],
    why="the municipality's name and colours",
)
give(
    "wagtailadmin_login wagtailadmin_password_reset wagtailadmin_password_reset_done wagtailadmin_password_reset_complete",
    once,
    why="stands behind ours",
)
give(
    "wagtailadmin_password_reset_confirm",
    lambda name, corpus: [visit(reverse(name, args=["MQ", "abc"]))],
    why="stands behind ours",
)
ADMIN["admin/test404/"] = Verdict(lambda corpus: [visit("/admin/test404/")], why=NOTHING_THERE)
ADMIN["admin/^.*/$"] = Verdict(lambda corpus: [visit("/admin/finns-inte/")], why="the admin's own 404")
