"""Every admin address × role × owner of the record: what is foreign is not told, nor changed.

The addresses are those that are registered; one without a rule here fails.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.forms import model_to_dict
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django_otp.plugins.otp_totp.models import TOTPDevice

from network.accounts import second_factor
from network.models import Change, Import, Organization, Place, Report, ReportPhoto, SignIn, User
from tests.admin.conftest import Tree, sent
from tests.builders import (
    make_amenity,
    make_category,
    make_district,
    make_place,
    make_service,
    make_subdistrict,
    make_user,
)

ROLES = ("editor", "approver", "auditor")
OWN = ("own", "child")
FOREIGN = ("parent", "sibling", "foreign")
ALL, EDITS, APPROVES, NOBODY = set(ROLES), {"editor", "approver"}, {"approver"}, set[str]()


@dataclasses.dataclass(frozen=True)
class Rule:
    """Who may read an address of its own branch, who may write through it, and what it names."""

    reads: set[str]
    writes: set[str]
    names: str = ""  # the kind of record in the address


def screen(model: str, reads: set[str], **writes: set[str]) -> dict[str, Rule]:
    """The addresses that Django makes for a model."""
    add, change, delete = (writes.get(name, NOBODY) for name in ("add", "change", "delete"))
    return {
        f"network_{model}_changelist": Rule(reads, delete),
        f"network_{model}_add": Rule(add, add),
        f"network_{model}_history": Rule(reads, NOBODY, model),
        f"network_{model}_change": Rule(reads, change, model),
        f"network_{model}_delete": Rule(delete, delete, model),
    }


# These lead elsewhere, or to a file that there is not.
ELSEWHERE = ("login", "network_report_photo", "network_place_at")
SHARED = ("category", "amenity", "service", "district", "subdistrict", "holiday")
RULES: dict[str, Rule] = {
    "index": Rule(ALL, NOBODY),
    "network_overview": Rule(ALL, NOBODY),
    "network_overview_export": Rule(ALL, NOBODY),
    "login": Rule(ALL, NOBODY),
    "logout": Rule(NOBODY, NOBODY),
    "sign_in_code": Rule(NOBODY, NOBODY),
    "sign_in_set_up": Rule(NOBODY, NOBODY),
    "second_factor": Rule(ALL, NOBODY),
    "password_change": Rule(ALL, NOBODY),
    "password_change_done": Rule(ALL, NOBODY),
    "autocomplete": Rule(NOBODY, NOBODY),
    "jsi18n": Rule(ALL, NOBODY),
    "app_list": Rule(ALL, NOBODY),
    **screen("place", ALL, add=EDITS, change=EDITS, delete=EDITS),
    "network_place_export": Rule(ALL, NOBODY),
    "network_place_at": Rule(ALL, NOBODY, "place"),
    "network_place_restore": Rule(EDITS, EDITS, "place"),
    "network_place_duplicates": Rule(EDITS, NOBODY),
    "network_place_merge": Rule(EDITS, NOBODY, "place"),
    "network_change_bring_back": Rule(EDITS, EDITS, "gone"),
    "network_place_position": Rule(NOBODY, NOBODY),
    "network_place_search": Rule(NOBODY, NOBODY),
    "network_place_fix": Rule(EDITS, NOBODY),
    "network_place_fix_one": Rule(EDITS, EDITS, "place"),
    **screen("report", ALL, change=APPROVES),
    "network_report_photo": Rule(ALL, NOBODY, "photo"),
    "network_report_place": Rule(ALL, APPROVES, "place"),
    **screen("import", ALL, add=EDITS, change=EDITS),
    "network_import_report": Rule(ALL, NOBODY, "import"),
    "network_import_undo": Rule(EDITS, EDITS, "import"),
    "network_import_template": Rule(EDITS, NOBODY),
    **screen("change", ALL),
    **screen("user", APPROVES, add=APPROVES, change=APPROVES),
    "auth_user_password_change": Rule(APPROVES, APPROVES, "user"),
    "network_user_sign_in": Rule(APPROVES, APPROVES, "user"),
    **screen("signin", APPROVES),
    **screen("organization", ALL),
    **{name: rule for model in SHARED for name, rule in screen(model, ALL).items()},
}


def patterns(resolver: Any) -> Iterator[URLPattern]:
    """All under the admin."""
    for part in resolver.url_patterns:
        if isinstance(part, URLResolver):
            yield from patterns(part)
        else:
            yield part


def registered() -> dict[str, URLPattern]:
    """Named addresses; those without a name only redirect or answer 404."""
    (admin,) = [p for p in get_resolver().url_patterns if getattr(p, "app_name", "") == "admin"]
    return {pattern.name: pattern for pattern in patterns(admin) if pattern.name}


def test_every_admin_address_has_a_rule() -> None:
    assert registered().keys() == RULES.keys()


@dataclasses.dataclass(frozen=True)
class Branch:
    """What one organization owns; every text in it holds its canary."""

    canary: str
    place: Place
    report: Report
    photo: ReportPhoto
    user: User
    change: Change
    organization: Organization
    batch: Import
    gone: Change
    signin: SignIn

    def key(self, kind: str) -> Any:
        """What stands for it in an address."""
        row = self.batch if kind == "import" else getattr(self, kind)
        return row.name if kind == "photo" else row.pk

    def state(self) -> list[dict[str, Any]]:
        """All that could be changed."""
        rows: list[Any] = [self.place, self.report, self.user, self.organization, self.batch]
        rows += [self.signin, second_factor.device_of(self.user) or self.signin]
        return [
            model_to_dict(found)
            if (found := type(row)._base_manager.filter(pk=row.pk).first())
            else {}
            for row in rows
        ]


@pytest.fixture
def branches(tree: Tree, tmp_path: Any, settings: Any) -> dict[str, Branch]:
    """By what they are to the district that signs in."""
    settings.REPORT_PHOTOS_DIR = tmp_path
    bodies = {
        "own": tree.haidian,
        "child": tree.street,
        "parent": tree.city,
        "sibling": tree.chaoyang,
        "foreign": tree.far_street,
    }
    return {relation: _branch(f"canary-{relation}", body) for relation, body in bodies.items()}


def _branch(canary: str, body: Organization) -> Branch:
    place = make_place(
        name=f"{canary}-place", address=canary, note=canary, status="draft", organization=body
    )
    Place.objects.filter(pk=place.pk).update(phone="1")
    report = Report.objects.create(place=place, kind="locked", text=canary, device="d", network="n")
    photo = ReportPhoto.objects.create(
        report=report, name=canary.replace("-", ""), width=1, height=1
    )
    user = make_user(f"{canary}-user", organization=body, last_name=canary, role="approver")
    change = Change.objects.filter(model="place", object_pk=place.pk).latest("pk")
    batch = _import(canary, place)
    TOTPDevice.objects.create(user=user, name=canary)
    signin = SignIn.objects.create(event="locked", user=user, by=user)
    gone = _deleted(canary, body)
    return Branch(canary, place, report, photo, user, change, body, batch, gone, signin)


def _deleted(canary: str, body: Organization) -> Change:
    """A place that was deleted, after it was changed."""
    place = make_place(name=f"{canary}-gone", organization=body)
    place.delete()
    return Change.objects.filter(model="place", action="delete").latest("pk")


def _import(canary: str, place: Place) -> Import:
    """One that wrote the place, and was applied."""
    line = [2, "created", canary, place.public_id, [], [], ""]
    batch = Import.objects.create(
        file_name=canary,
        category=place.category,
        organization=place.organization,
        datum="gcj02",
        state=Import.State.APPLIED,
        report={"lines": [line], "remarks": [], "counts": {"created": 1}, "columns": []},
        writes=1,
    )
    written = Change.objects.filter(model="place", object_pk=place.pk)
    written.update(through="import", batch=str(batch.pk))
    return batch


def shared_key(model: str) -> Any:
    """A row of what all share."""
    makers: dict[str, Any] = {
        "category": make_category,
        "amenity": make_amenity,
        "service": make_service,
        "district": make_district,
        "subdistrict": make_subdistrict,
    }
    if model in makers:
        return makers[model]().pk
    from network.models import Holiday

    return Holiday.objects.get_or_create(date="2026-10-01", defaults={"kind": "off"})[0].pk


def address(name: str, key: Any) -> str:
    """The address of a record."""
    pattern = registered()[name].pattern
    arguments = dict.fromkeys(pattern.converters, key)
    if name == "app_list":
        arguments = {"app_label": "network"}
    if name == "network_place_restore" and key is not None:
        changes = Change.objects.filter(model="place", object_pk=key, action="update")
        arguments["change"] = getattr(changes.first(), "pk", 0)
    if name == "network_place_at":
        arguments = {"public_id": Place.objects.get(pk=key).public_id}
    if name == "network_place_merge" and key is not None:
        # With a place of the district's own: what is foreign is not told by half a pair either.
        own = make_place(organization=Organization.objects.get(code="110108"))
        arguments = {"one": key, "other": own.pk}
    if name == "network_place_export":
        arguments = {"datum": "gcj02", "kind": "csv"}
    if name == "network_import_template":
        arguments = {"code": make_category().code}
    if name == "network_overview_export":
        arguments = {"kind": "csv"}
    return reverse(f"admin:{name}", kwargs=arguments)


def told(answer: Any, branches: dict[str, Branch]) -> list[str]:
    """Canaries of others in an answer, its headers included."""
    text = answer.content.decode("utf-8", "replace") + str(dict(answer.headers))
    return [branches[name].canary for name in FOREIGN if branches[name].canary in text]


def signed_in(role: str, tree: Tree) -> Client:
    """A member of the district's staff."""
    client = Client(headers={"accept-language": "en"})
    client.force_login(make_user(f"the-{role}", organization=tree.haidian, role=role))
    return client


def asked(name: str, branches: dict[str, Branch], relation: str) -> str:
    rule = RULES[name]
    if rule.names in SHARED:
        return address(name, shared_key(rule.names))
    return address(name, branches[relation].key(rule.names) if rule.names else None)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("name", sorted(RULES))
def test_nothing_foreign_is_told(
    name: str, role: str, tree: Tree, branches: dict[str, Branch]
) -> None:
    client, rule = signed_in(role, tree), RULES[name]
    for relation in (*OWN, *FOREIGN) if rule.names and rule.names not in SHARED else ("own",):
        answer = client.get(asked(name, branches, relation))
        assert not told(answer, branches), relation
        if relation in OWN and role in rule.reads and name not in ELSEWHERE:
            assert answer.status_code == 200, relation
        if relation in FOREIGN or role not in rule.reads:
            assert answer.status_code != 200, relation


LISTS = sorted(name for name in RULES if name.endswith(("changelist", "export", "fix")))


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("name", LISTS)
def test_no_search_or_filter_reaches_what_is_foreign(
    name: str, role: str, tree: Tree, branches: dict[str, Branch]
) -> None:
    client, url = signed_in(role, tree), address(name, None)
    for other in (branches[relation] for relation in FOREIGN):
        for query in (
            {"q": "canary"},
            {"owner": other.organization.code},
            {"organization__id__exact": other.organization.pk},
            {"organization__code": other.organization.code},
            {"id__exact": other.place.pk},
            {"place__id__exact": other.place.pk},
            {"all": "1", "status": "open"},
            {"user__id__exact": other.user.pk},
            {"event__exact": "locked"},
        ):
            answer = client.get(url, query)
            assert answer.status_code < 500
            found = [c for c in told(answer, branches) if c not in str(query)]
            assert not found, query


FIELDS = [
    ("place", "organization"),
    ("place", "replaced_by"),
    ("place", "subdistrict"),
    ("user", "organization"),
    ("organization", "parent"),
    ("report", "place"),
    ("change", "user"),
]


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize(("model", "field"), FIELDS)
def test_no_choice_offers_what_is_foreign(
    model: str, field: str, role: str, tree: Tree, branches: dict[str, Branch]
) -> None:
    query = {"app_label": "network", "model_name": model, "field_name": field, "term": ""}
    answer = signed_in(role, tree).get("/admin/autocomplete/", query)
    assert not told(answer, branches)
    if answer.status_code == 200 and field in ("organization", "parent"):
        offered = {row["id"] for row in answer.json()["results"]}
        assert offered <= {str(branches[relation].organization.pk) for relation in OWN}


def report_payload(name: str, branch: Branch) -> list[dict[str, Any]]:
    """What settles reports, there or with a change of the place."""
    key = branch.report.pk
    if name != "network_report_place":
        settle = {"answer": "taken", "also": [key]}
        return [settle | {"_accept": "1"}, settle | {"_dismiss": "1"}]
    seen = Place.objects.values_list("version", flat=True).get(pk=branch.place.pk)
    takes = {"report": [key], "seen_version": str(seen), "answer": "taken"}
    applies = {"_apply": f"{key}:access", f"who-{key}": "members"}
    return [takes | press for press in (applies, {"_form": key}, {"_dismiss": "1"})]


PRESSES: dict[str, list[dict[str, Any]]] = {  # pages that are all buttons
    "network_change_bring_back": [{}],
    "network_user_sign_in": [{"_reset": "1"}, {"_unlock": "1"}],
}


def place_payload(name: str, branch: Branch, tree: Tree) -> list[dict[str, Any]]:
    """For the screens of places; the last two are about a place and one of the district's own."""
    if name == "network_place_restore":
        return [{"fields": "phone", "seen_version": str(n)} for n in range(1, 4)]
    if name == "network_place_duplicates":
        own = make_place(organization=tree.haidian)
        return [{act: f"{branch.place.pk}-{own.pk}"} for act in ("_two", "_again")]
    if name == "network_place_merge":
        seen = {f"version-{pk}": "2" for pk in Place.objects.values_list("pk", flat=True)}
        return [seen, seen | {"stays": branch.place.pk}, seen | {"name": branch.place.pk}]
    takes = sent(branch.place, name="taken", position="116.3, 39.9")
    return [takes, takes | {"organization": tree.haidian.pk}, takes | {"_saveasnew": "1"}]


def payload(name: str, branch: Branch, tree: Tree) -> list[dict[str, Any]]:
    """What a browser, or someone with bad intentions, would send there."""
    if name in PRESSES:
        return PRESSES[name]
    if name.endswith("_delete"):
        return [{"post": "yes"}]
    if name.startswith("network_place"):
        return place_payload(name, branch, tree)
    if name.startswith("network_report"):
        return report_payload(name, branch)
    if name.startswith("network_user"):
        taken = {"username": "taken", "organization": tree.haidian.pk, "role": "approver"}
        return [taken | {"is_superuser": "on"}, taken | {"is_active": "on"}]
    if name == "network_import_change":
        again = {"_again": "1", "datum": "wgs84"}
        decide = {"_decline": "1", "answer": "taken"}
        return [{"_discard": "1"}, {"_apply": "1"}, again, {"_ask": "1"}, decide]
    if name == "network_import_undo":
        return [{"anyway": [branch.place.pk]}]
    if name == "auth_user_password_change":
        new = {"password1": "taken-over-2391", "password2": "taken-over-2391"}
        return [new | {"usable_password": "true"}]
    return [{"name": "taken", "code": "taken", "level": "street", "parent": tree.haidian.pk}]


ACTIONS: list[dict[str, Any]] = [
    {"action": "delete_selected", "post": "yes"},
    {"action": "bulk_verified", "_bulk": "1", "day": "2026-01-05"},
    {"action": "bulk_closed", "_bulk": "1", "what": "close"},
    {"action": "merge_two"},
]


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("name", sorted(RULES))
def test_nothing_foreign_is_changed(
    name: str, role: str, tree: Tree, branches: dict[str, Branch]
) -> None:
    client, rule = signed_in(role, tree), RULES[name]
    untouched = [*FOREIGN, *(() if role in rule.writes else OWN)]
    before = {relation: branches[relation].state() for relation in untouched}
    many = [branch.place.pk for branch in branches.values()]
    for relation in (*FOREIGN, *OWN):
        url = asked(name, branches, relation)
        for data in payload(name, branches[relation], tree):
            answer = client.post(url, data)
            assert answer.status_code < 500
            assert not [canary for canary in told(answer, branches) if canary not in str(data)]
        if name.endswith("changelist"):
            for acts in ACTIONS:
                sent_ = acts | {"_selected_action": many}
                assert not told(client.post(url, sent_, follow=True), branches)
    assert {relation: branches[relation].state() for relation in untouched} == before


def test_the_matrix_can_fail(tree: Tree, branches: dict[str, Branch]) -> None:
    client = Client()
    client.force_login(make_user("root", is_superuser=True))
    answer = client.get(asked("network_place_change", branches, "foreign"))
    assert told(answer, branches) == ["canary-foreign"]
    client.post(address("network_place_delete", branches["foreign"].place.pk), {"post": "yes"})
    assert branches["foreign"].state()[0] == {}


def test_view_on_site_does_not_name_what_is_foreign(
    tree: Tree, branches: dict[str, Branch]
) -> None:
    kind = ContentType.objects.get_for_model(Place).pk
    place = branches["foreign"].place
    answer = signed_in("approver", tree).get(f"/admin/r/{kind}/{place.pk}/")
    assert place.public_id not in str(dict(answer.headers)) + answer.content.decode()
