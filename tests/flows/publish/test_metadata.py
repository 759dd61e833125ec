"""datapackage.json and croissant.json: valid by their standards' rules, and true of the files beside them."""

from __future__ import annotations

import hashlib
import json
import tomllib
from pathlib import Path
from typing import Any

import jsonschema
import pyarrow.parquet as pq
import pytest
import yaml

from flows.publish.manifest import Manifest, load_manifest
from flows.publish.metadata import CROISSANT, DATAPACKAGE, write_metadata
from flows.publish.publish import publish
from flows.publish.schema import OVERALL, TABLES
from tests.conftest import REPOSITORY
from tests.made_records import write_records

# The rules of Data Package 2.0 (datapackage.org/profiles/2.0) that concern what is written here, in its words.
_NAME = {"type": "string", "pattern": "^[-a-z0-9._/]+$"}
_PATH = {"type": "string", "pattern": r"^(?=^[^./~])(^((?!\.{2}).)*$).*$"}
_FIELD = {
    "type": "object", "required": ["name", "type"],
    "properties": {
        "name": {"type": "string"},
        "type": {"enum": ["string", "number", "integer", "boolean", "object", "array", "list", "datetime", "date",
                          "time", "year", "yearmonth", "duration", "geopoint", "geojson", "any"]},
        "columnType": {"type": "string", "pattern": "^[a-z-]+(:[a-z0-9-]+)*$"},
    },
}  # fmt: skip
_KEY = {"type": "array", "minItems": 1, "uniqueItems": True, "items": {"type": "string"}}
PACKAGE = {
    "type": "object", "required": ["resources", "$schema"],
    "properties": {
        "name": _NAME, "title": {"type": "string"}, "version": {"type": "string"},
        "keywords": {"type": "array", "items": {"type": "string"}},
        "sources": {"type": "array", "items": {"type": "object", "minProperties": 1}},
        "contributors": {"type": "array", "items": {"type": "object", "properties": {"roles": {"type": "array"}}}},
        "licenses": {"type": "array", "minItems": 1,
                     "items": {"anyOf": [{"required": ["name"]}, {"required": ["path"]}]}},
        "resources": {
            "type": "array", "minItems": 1,
            "items": {
                "type": "object", "required": ["name", "path", "schema"],
                "properties": {
                    "name": _NAME, "type": {"const": "table"}, "mediatype": {"type": "string", "pattern": "^.+/.+$"},
                    "path": {"oneOf": [_PATH, {"type": "array", "minItems": 1, "items": _PATH}]},
                    "schema": {
                        "type": "object", "required": ["fields"],
                        "properties": {
                            "fields": {"type": "array", "minItems": 1, "items": _FIELD}, "primaryKey": _KEY,
                            "foreignKeys": {"type": "array", "minItems": 1, "items": {
                                "required": ["fields", "reference"],
                                "properties": {"fields": _KEY, "reference": {"required": ["resource", "fields"]}}}},
                        },
                    },
                },
            },
        },
    },
}  # fmt: skip
_NODE = {"required": ["@type", "@id", "name", "description"]}
DATASET = {
    "type": "object",
    "required": ["@context", "@type", "conformsTo", "name", "description", "distribution", "recordSet"],
    "properties": {
        "@type": {"const": "sc:Dataset"}, "conformsTo": {"const": "http://mlcommons.org/croissant/1.0"},
        "distribution": {"type": "array", "minItems": 1, "items": {"allOf": [_NODE, {"oneOf": [
            {"properties": {"@type": {"const": "cr:FileSet"}}, "required": ["includes", "encodingFormat"]},
            {"properties": {"@type": {"const": "cr:FileObject"}},
             "required": ["contentUrl", "encodingFormat", "sha256"]},
        ]}]}},
        "recordSet": {"type": "array", "minItems": 1, "items": {"allOf": [_NODE, {"properties": {"field": {
            "type": "array", "minItems": 1, "items": {"allOf": [_NODE, {"required": ["dataType", "source"]}]}}}}]}},
    },
}  # fmt: skip


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("records")
    write_records(6, folder)
    publish(folder, folder / "corpus")
    return folder / "corpus"


@pytest.fixture(scope="module")
def package(corpus: Path) -> dict[str, Any]:
    told: dict[str, Any] = json.loads((corpus / DATAPACKAGE).read_bytes())
    return told


@pytest.fixture(scope="module")
def croissant(corpus: Path) -> dict[str, Any]:
    told: dict[str, Any] = json.loads((corpus / CROISSANT).read_bytes())
    return told


def paths(resource: dict[str, Any]) -> list[str]:
    return resource["path"] if isinstance(resource["path"], list) else [resource["path"]]


def test_package_follows_the_standard(package: dict[str, Any]) -> None:
    jsonschema.validate(package, PACKAGE)
    names = [resource["name"] for resource in package["resources"]]
    assert len(names) == len(set(names))


def test_rules_refuse_what_is_none(package: dict[str, Any]) -> None:
    for wrong in ({"resources": []}, {"resources": [{**package["resources"][0], "path": "../a.parquet"}]}):
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(package | wrong, PACKAGE)


def test_every_parquet_file_is_in_the_package_with_its_columns(corpus: Path, package: dict[str, Any]) -> None:
    told = {path for resource in package["resources"] for path in paths(resource)}
    assert told == {path.relative_to(corpus).as_posix() for path in corpus.rglob("*.parquet")}
    assert {resource["name"] for resource in package["resources"]} > {table.name for table in (*TABLES, *OVERALL)}
    for resource in package["resources"]:
        fields = [field["name"] for field in resource["schema"]["fields"]]
        for path in paths(resource):
            assert pq.ParquetFile(corpus / path).schema_arrow.names == fields
        assert set(resource["schema"].get("primaryKey", ())) <= set(fields)
        assert all(field["title"] and field["description"] for field in resource["schema"]["fields"])


def test_keys_are_keys_and_lead_somewhere(corpus: Path, package: dict[str, Any]) -> None:
    by_name = {resource["name"]: resource for resource in package["resources"]}

    def values(name: str, fields: list[str]) -> list[tuple[Any, ...]]:
        rows = (row for path in paths(by_name[name]) for row in pq.ParquetFile(corpus / path).read(fields).to_pylist())
        return [tuple(row[field] for field in fields) for row in rows]

    for name, resource in by_name.items():
        key = values(name, resource["schema"]["primaryKey"]) if "primaryKey" in resource["schema"] else []
        assert len(key) == len(set(key)), name
        for foreign in resource["schema"].get("foreignKeys", ()):
            to = foreign["reference"]
            known = set(values(to["resource"], to["fields"]))
            assert {one for one in values(name, foreign["fields"]) if None not in one} <= known, (name, foreign)


def test_types_of_the_fiscal_data_package_are_named(package: dict[str, Any]) -> None:
    facts = next(resource for resource in package["resources"] if resource["name"] == "facts")
    types = {field["name"]: field.get("columnType") for field in facts["schema"]["fields"]}
    assert (types["value"], types["measure"]) == ("value", "phase:id")
    assert types["code"] == "functional-classification:generic:code"


def test_croissant_follows_the_standard_and_names_its_files(corpus: Path, croissant: dict[str, Any]) -> None:
    jsonschema.validate(croissant, DATASET)
    files = {one["@id"]: one for one in croissant["distribution"]}
    for one in files.values():
        if one["@type"] == "cr:FileObject":
            assert hashlib.sha256((corpus / one["contentUrl"]).read_bytes()).hexdigest() == one["sha256"]
        else:
            assert list(corpus.glob(one["includes"]))
    for record_set in croissant["recordSet"]:
        ids = {field["@id"] for field in record_set["field"]}
        assert {key["@id"] for key in record_set.get("key", ())} <= ids
        for field in record_set["field"]:
            kind, source = next((k, field["source"][k]) for k in ("fileSet", "fileObject") if k in field["source"])
            assert files[source["@id"]]["@type"] == f"cr:{kind[0].upper()}{kind[1:]}"


def test_what_people_wrote_stays_and_goes_into_croissant(corpus: Path, package: dict[str, Any]) -> None:
    path = corpus / DATAPACKAGE
    people = {"licenses": [{"name": "CC-BY-4.0"}], "contributors": [{"title": "某研究所"}], "created": "2026-11-27"}
    path.write_text(json.dumps(package | people | {"title": "x"}), encoding="utf-8")
    for _ in range(2):
        write_metadata(corpus, load_manifest(corpus))
        now = json.loads(path.read_bytes())
        own = now["contributors"].pop()
        assert own["roles"] == ["processor"]
        assert {key: now[key] for key in people} == people
        assert (now["title"], now["version"]) == (package["title"], package["version"])
    of_croissant = json.loads((corpus / CROISSANT).read_bytes())
    assert (of_croissant["license"], of_croissant["datePublished"]) == (["CC-BY-4.0"], "2026-11-27")
    assert of_croissant["creator"] == [{"@type": "sc:Organization", "name": "某研究所"}]
    manifest = load_manifest(corpus)
    manifest.records["made-000000"] = manifest.records["made-000000"]._replace(digest="another")
    write_metadata(corpus, manifest)
    assert json.loads(path.read_bytes())["version"] != package["version"]


def test_a_broken_package_is_told(tmp_path: Path) -> None:
    (tmp_path / DATAPACKAGE).write_text("{", encoding="utf-8")
    with pytest.raises(OSError, match=DATAPACKAGE):
        write_metadata(tmp_path, Manifest())
    assert (tmp_path / DATAPACKAGE).read_text(encoding="utf-8") == "{"


def test_citation_tells_this_version() -> None:
    told = yaml.safe_load((REPOSITORY / "CITATION.cff").read_text(encoding="utf-8"))
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert (told["version"], told["license"]) == (project["version"], project["license"])
    assert {"cff-version", "message", "title", "authors"} <= told.keys()
