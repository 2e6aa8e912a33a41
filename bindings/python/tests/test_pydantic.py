"""Records in programs that are built on pydantic."""

from __future__ import annotations

import pytest
from conftest import RECORDS, example

import passerelle
from passerelle import records

pydantic = pytest.importorskip("pydantic")
converters = pytest.importorskip("passerelle.pydantic")


@pytest.mark.parametrize("path", sorted(RECORDS.glob("*.json")), ids=lambda path: path.stem)
def test_every_example_goes_through_a_model_and_back(path):
    record = passerelle.record_from_json(path.read_bytes())
    model = converters.to_model(record, converters.model_of(type(record)))
    assert converters.from_model(model, type(record)) == record


def test_a_model_keeps_the_names_of_the_format_and_its_silence():
    record = passerelle.record_from_json(example("profile-driver-han"))
    model = converters.to_model(record, converters.model_of(type(record)))
    assert model.validity.from_ == record.validity.from_
    assert record.content.names[0].full not in repr(model) + str(model)
    with pytest.raises(pydantic.ValidationError):
        converters.model_of(records.Text)(lang="en", text="Invented.", colour="red")


def test_a_model_of_ones_own_is_filled_too():
    class Short(pydantic.BaseModel):
        id: str
        rev: int

    record = passerelle.record_from_json(example("link-member-driver"))
    assert converters.to_model(record, Short) == Short(id=record.id, rev=record.rev)
    with pytest.raises(passerelle.RecordFormError):
        converters.from_model(Short(id=record.id, rev=1), records.LinkRecord)
