"""Who may open what: one line for every address of ours. A new address without a line fails its test.

The word is what the address asks at least; which object, of which unit, is judged by the room's `access.py` and tested
in the room. `tests/test_access.py` holds every line against the running site.
"""

EVERYONE = "everyone"
SAMPLE = "everyone, in a sample installation alone"
CLOSED = "leads to the one sign-in"
NOWHERE = "not used: answers 404 to everybody"
STAFF = "anybody with a mandate"
SEE = "sees the unit"
INSIDE = "sees inside the unit"
REPORT = "reports for the unit"
DIRECT = "directs the unit"
EDIT = "edits the portal of the unit"

ACCESS = {
    # ops, ui, visits
    "ops:live": EVERYONE,
    "ops:ready": EVERYONE,
    "visits:seen": EVERYONE,
    "ui:theme": EVERYONE,
    "ui:language": EVERYONE,
    "ui:gallery": SAMPLE,
    # accounts: what libraries would open besides the one sign-in
    "cms/login/": CLOSED,
    "_util/login/": CLOSED,
    "accounts/signup/": NOWHERE,
    "accounts/email/": NOWHERE,
    "accounts/confirm-email/": NOWHERE,
    "accounts/password/set/": NOWHERE,
    "accounts/login/code/": NOWHERE,
    "accounts/login/code/confirm/": NOWHERE,
    "accounts/^confirm-email/": NOWHERE,
    # desk
    "desk:home": STAFF,
    "desk:rounds": STAFF,
    "desk:round": SEE,
    "desk:edit_round": DIRECT,
    "desk:confirm_round": DIRECT,
    "desk:reading": DIRECT,
    "desk:edit_phase": DIRECT,
    "desk:open_phase": DIRECT,
    "desk:close_phase": DIRECT,
    "desk:statement": DIRECT,
    "desk:incoming": SEE,
    "desk:propose": DIRECT,
    "desk:case_of_round": DIRECT,
    "desk:board": SEE,
    "desk:board_of": SEE,
    "desk:board_part": SEE,
    "desk:board_export": SEE,
    "desk:duty": SEE,
    "desk:excuse": DIRECT,
    "desk:not_applicable": DIRECT,
    "desk:lift": DIRECT,
    "desk:extend": DIRECT,
    "desk:submission": SEE,
    "desk:receive": DIRECT,
    "desk:return": DIRECT,
    "desk:accept_late": DIRECT,
    "desk:receipt": SEE,
    "desk:receipt_file": SEE,
    "desk:tasks": STAFF,
    "desk:write": REPORT,
    "desk:nil": REPORT,
    "desk:held": REPORT,
    "desk:corrections": STAFF,
    # intake
    "intake:home": DIRECT,
    "intake:take": DIRECT,
    "intake:taken": DIRECT,
    # portal
    "portal:documents": EVERYONE,
    "portal:document": EVERYONE,
    "portal:document_file": EVERYONE,
    "portal:search": EVERYONE,
    "portal:figure": EVERYONE,
    "portal:counting": EVERYONE,
    "portal:sitemap": EVERYONE,
    "portal:sitemap_xml": EVERYONE,
    "portal:feed": EVERYONE,
    "portal:robots": EVERYONE,
    "portal:media": EVERYONE,
    "portal:original": EDIT,
    "portal:script_words": EDIT,
    # registry
    "registry:documents": SEE,
    "registry:document": SEE,
    "registry:unresolved": SEE,
    "registry:add": DIRECT,
    "registry:import": DIRECT,
    "registry:import_take": DIRECT,
    "registry:paste": DIRECT,
    "registry:cases": SEE,
    "registry:case": SEE,
    "registry:case_build": SEE,
    "registry:case_built": SEE,
    "registry:case_download": SEE,
    "registry:case_choose": DIRECT,
    "registry:case_edit": DIRECT,
    "registry:case_add_file": DIRECT,
    "registry:case_remove": DIRECT,
    "registry:case_close": DIRECT,
    "registry:settle": DIRECT,
    "registry:instruct": DIRECT,
    "registry:correct_instruction": DIRECT,
    "registry:settle_instruction": DIRECT,
    "registry:publish": DIRECT,
    "registry:withdraw": DIRECT,
    # units, figures
    "units:tree": STAFF,
    "units:unit": SEE,
    "figures:walk_back": SEE,
}

# Addresses of libraries, by the start of the address: what of it is open, and to whom.
LIBRARIES = {
    "accounts/": "allauth: signing in for everybody, one's own account for the signed in",
    "cms/": "Wagtail's editor: groups follow mandates that edit",
    "": "pages of the portal, for everybody",
}
OPEN_OF_LIBRARIES = {
    "account_login",
    "account_logout",
    "account_inactive",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key_done",
    "mfa_authenticate",
    "mfa_login_webauthn",
    "mfa_signup_webauthn",
    "wagtail_serve",
    "wagtailimages_serve",
    "wagtaildocs_serve",
    "wagtaildocs_authenticate_with_password",
}
