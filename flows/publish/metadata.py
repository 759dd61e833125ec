"""datapackage.json and croissant.json: what a corpus's files hold, for programs and catalogues that know standards.

Frictionless Data Package v2 (with column types of the Fiscal Data Package) and MLCommons Croissant 1.0, made from the
files themselves and the words of the codebook, so neither can lag behind. Under which licence a corpus is published,
and by whom, is for people to say: what they write into datapackage.json (KEPT) stays there, and goes into
croissant.json.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import yaml

from extractors.model.produced import own_version
from flows.output import replacing
from flows.publish.codebook import UNIT_TABLES, UNIT_WORDS
from flows.publish.manifest import Manifest
from flows.publish.parts import part_path
from flows.publish.reference import reference_tables
from flows.publish.schema import FISCAL_YEAR, OVERALL, TABLES
from flows.publish.views import Words

DATAPACKAGE, CROISSANT = "datapackage.json", "croissant.json"
KEPT = ("id", "licenses", "contributors", "homepage", "created")
_PROFILES = "https://datapackage.org/profiles/2.0"
# As IANA knows it, and as Croissant's readers do.
_PARQUET, _PARQUET_OF_CROISSANT = "application/vnd.apache.parquet", "application/x-parquet"
_CONFORMS_TO = "http://mlcommons.org/croissant/1.0"


@dataclass(frozen=True)
class _Resource:
    """A table as files: its name and words, paths below the corpus, whether they are parts by year, its columns."""

    name: str
    words: Words
    paths: tuple[str, ...]
    parted: bool
    schema: pa.Schema
    columns: Mapping[str, Words]


def write_metadata(corpus: Path, manifest: Manifest) -> None:
    """Writes both beside the database, where they changed. Raises OSError."""
    resources = list(_resources(corpus, manifest))
    told = _kept(corpus / DATAPACKAGE)
    version = f"{own_version()}+{manifest.digest()[:12]}"
    _write(corpus / DATAPACKAGE, _datapackage(resources, version, told))
    _write(corpus / CROISSANT, _croissant(corpus, resources, version, told))


def _kept(path: Path) -> dict[str, Any]:
    """What people wrote into a datapackage.json. Raises OSError, where it is none any more, too."""
    if not path.exists():
        return {}
    try:
        data = json.loads(path.read_bytes())
        kept = {key: data[key] for key in KEPT if key in data}
        kept["contributors"] = [one for one in kept.get("contributors", ()) if not _is_own(one)]
        return kept
    except (ValueError, TypeError) as error:
        raise OSError(0, f"{path}: not JSON any more: {error}") from error


def _is_own(contributor: Any) -> bool:
    return isinstance(contributor, dict) and str(contributor.get("title")).startswith(_said()["made_by"])


def _write(path: Path, data: Mapping[str, Any]) -> None:
    text = json.dumps(data, ensure_ascii=False, indent=1) + "\n"
    if not path.exists() or path.read_text(encoding="utf-8") != text:
        with replacing(path) as file:
            file.write(text)


@cache
def _said() -> dict[str, Any]:
    said: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("metadata.yaml").read_text(encoding="utf-8"))
    return said


def _resources(corpus: Path, manifest: Manifest) -> Iterator[_Resource]:
    for table in TABLES:
        parts = sorted(part_path(corpus, table.name, year, part) for part, year in manifest.years.items())
        paths = tuple(path.relative_to(corpus).as_posix() for path in parts)
        words = {column.name: (column.zh, column.en) for column in table.columns}
        if paths:
            yield _Resource(table.name, (table.zh, table.en), paths, True, table.arrow, words)
    single: dict[str, tuple[Words, Mapping[str, Words]]] = {
        table.name: ((table.zh, table.en), {c.name: (c.zh, c.en) for c in (*table.columns, FISCAL_YEAR)})
        for table in OVERALL
    }
    single |= {name: (words, UNIT_WORDS) for name, words in UNIT_TABLES.items()}
    single |= {one.name: ((one.zh, one.en), one.columns) for one in reference_tables()}
    for name, (told, columns) in single.items():
        path = corpus / f"{name}.parquet"
        if path.exists():
            yield _Resource(name, told, (path.name,), False, pq.read_schema(path), columns)


def _datapackage(resources: Sequence[_Resource], version: str, told: Mapping[str, Any]) -> dict[str, Any]:
    said = _said()
    own = {"title": f"{said['made_by']} {own_version()}", "roles": ["processor"]}
    return {
        "$schema": f"{_PROFILES}/datapackage.json",
        **{key: said[key] for key in ("name", "title", "description", "keywords", "sources")},
        "version": version,
        **told,
        "contributors": [*told.get("contributors", ()), own],
        "resources": [_packaged(one, {other.name for other in resources}) for one in resources],
    }


def _packaged(resource: _Resource, there: set[str]) -> dict[str, Any]:
    said, (zh, en) = _said(), resource.words
    parted = " One file a part; fiscal_year is a folder's name, not a column." if resource.parted else ""
    schema: dict[str, Any] = {
        "$schema": f"{_PROFILES}/tableschema.json",
        "fields": [_field(resource, field) for field in resource.schema],
    }
    if resource.name in said["keys"]:
        schema["primaryKey"] = said["keys"][resource.name]
    foreign = [
        {"fields": [name], "reference": {"resource": to, "fields": [name]}}
        for name, to in said["references"].items()
        if name in resource.schema.names
        and to in there
        and to != resource.name
        and name not in said["free"].get(resource.name, ())
    ]
    return {
        "name": resource.name,
        "type": "table",
        "title": zh,
        "description": en + "." + parted,
        "path": list(resource.paths) if resource.parted else resource.paths[0],
        "format": "parquet",
        "mediatype": _PARQUET,
        "schema": schema | ({"foreignKeys": foreign} if foreign else {}),
    }


def _field(resource: _Resource, field: pa.Field) -> dict[str, Any]:
    zh, en = resource.columns[field.name]
    told = {"name": field.name, "type": _type(field.type), "title": zh, "description": en}
    fiscal = _said()["fiscal"].get(resource.name, {}).get(field.name)
    return told | ({"columnType": fiscal} if fiscal else {})


def _type(kind: pa.DataType) -> str:
    """The type of a field in a Table Schema."""
    if pa.types.is_boolean(kind):
        return "boolean"
    if pa.types.is_integer(kind):
        return "integer"
    if pa.types.is_decimal(kind) or pa.types.is_floating(kind):
        return "number"
    return "array" if pa.types.is_list(kind) else "string"


def _croissant(corpus: Path, resources: Sequence[_Resource], version: str, told: Mapping[str, Any]) -> dict[str, Any]:
    said = _said()
    licences = [str(one.get("path") or one.get("name")) for one in told.get("licenses", ())]
    makers = [one["title"] for one in told.get("contributors", ()) if "title" in one] or [said["made_by"]]
    return {
        "@context": _context(),
        "@type": "sc:Dataset",
        "conformsTo": _CONFORMS_TO,
        **{key: said[key] for key in ("name", "description", "keywords")},
        "alternateName": said["title"],
        "citeAs": said["cite"],
        "creator": [{"@type": "sc:Organization", "name": name} for name in makers],
        **({"license": licences} if licences else {}),
        **({"url": told["homepage"]} if "homepage" in told else {}),
        **({"datePublished": told["created"]} if "created" in told else {}),
        "version": version,
        "distribution": [_distributed(corpus, one) for one in resources],
        "recordSet": [_record_set(one) for one in resources],
    }


def _context() -> dict[str, Any]:
    context: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("croissant_context.yaml").read_text("utf-8"))
    return context


def _distributed(corpus: Path, resource: _Resource) -> dict[str, Any]:
    told = {
        "@id": f"{resource.name}-files",
        "name": f"{resource.name}-files",
        "description": " ".join(resource.words),
        "encodingFormat": _PARQUET_OF_CROISSANT,
    }
    if resource.parted:
        return {"@type": "cr:FileSet", **told, "includes": f"{resource.name}/fiscal_year=*/*.parquet"}
    data = (corpus / resource.paths[0]).read_bytes()
    place = {"contentUrl": resource.paths[0], "contentSize": f"{len(data)} B"}
    return {"@type": "cr:FileObject", **told, **place, "sha256": hashlib.sha256(data).hexdigest()}


_TYPES = {"boolean": "sc:Boolean", "integer": "sc:Integer", "number": "sc:Float"}


def _record_set(resource: _Resource) -> dict[str, Any]:
    keys = _said()["keys"].get(resource.name)
    from_files = {"fileSet" if resource.parted else "fileObject": {"@id": f"{resource.name}-files"}}
    fields = []
    for field in resource.schema:
        repeated = pa.types.is_list(field.type)
        if repeated and pa.types.is_struct(field.type.value_type):
            continue  # for which Croissant has no type: facts.places, which are in the files all the same
        kind = _type(field.type.value_type if repeated else field.type)
        fields.append({
            "@type": "cr:Field", "@id": f"{resource.name}/{field.name}", "name": field.name,
            "description": " ".join(resource.columns[field.name]), "dataType": _TYPES.get(kind, "sc:Text"),
            **({"repeated": True} if repeated else {}),
            "source": {**from_files, "extract": {"column": field.name}},
        })  # fmt: skip
    return {
        "@type": "cr:RecordSet",
        "@id": resource.name,
        "name": resource.name,
        "description": " ".join(resource.words),
        **({"key": [{"@id": f"{resource.name}/{key}"} for key in keys]} if keys else {}),
        "field": fields,
    }
