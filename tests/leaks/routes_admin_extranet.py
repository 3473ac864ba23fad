"""The verdict on the admin's addresses of bodies and mandates. No title of a matter stands in any of them."""

from __future__ import annotations

from tests.leaks.admin_visits import give, once, thing

NOTHING_THERE = (
    "names bodies, parties, seats and neutral titles; tests/extranet/test_admin_*.py try who gets which"
)

give(
    """authority_admin:index authority_admin:index_results authority_admin:add body_admin:index body_admin:index_results
    body_admin:add party_admin:index party_admin:index_results party_admin:add role_admin:index party_order_admin:index
    party_order_admin:index_results party_order_admin:add
    role_admin:index_results audit_admin:index audit_admin:index_results audit_admin:add mandate_admin:index
    mandate_admin:index_results mandate_admin:add mandate_admin:import grant_admin:index
    grant_admin:index_results grant_admin:add glass_admin:index glass_admin:index_results glass_admin:add""",
    once,
    why=NOTHING_THERE,
)
give(
    """authority_admin:edit authority_admin:delete body_admin:edit body_admin:delete party_admin:edit
    party_admin:delete party_order_admin:edit
    party_order_admin:delete audit_admin:edit audit_admin:delete mandate_admin:edit mandate_admin:delete
    mandate_admin:end grant_admin:revoke""",
    lambda name, corpus: thing(name, corpus),
    why=NOTHING_THERE,
)
