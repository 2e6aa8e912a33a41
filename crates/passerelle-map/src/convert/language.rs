//! Languages: codes of ISO 639 and tags of BCP 47.

use passerelle::Code;
use serde_json::Value;

use super::{Class, Convert, Fault, Reading, Unreadable, Writing, needed};
use crate::pack::document::{CodeForm, FieldDocument};

/// A language by its code of two or three letters.
pub(super) struct Language {
    form: CodeForm,
}

impl Language {
    pub(super) fn compile(field: &mut FieldDocument) -> Result<Self, Fault> {
        let code = field.code.take();
        let span = code.as_ref().map(toml::Spanned::span).unwrap_or_default();
        match needed(code, "code", field)? {
            form @ (CodeForm::Alpha2 | CodeForm::Alpha3) => Ok(Self { form }),
            _ => Err((Code::MapOption, span, "languages have codes of two or of three letters".to_owned())),
        }
    }
}

impl Convert for Language {
    fn read(&self, cells: &[&str]) -> Result<Reading, Unreadable> {
        let code = cells.first().map(|cell| cell.trim().to_ascii_lowercase()).unwrap_or_default();
        let language = match self.form {
            CodeForm::Alpha2 => isolang::Language::from_639_1(&code),
            _ => isolang::Language::from_639_3(&code),
        };
        let language = language.ok_or_else(|| Unreadable::value("a language code of ISO 639 is due"))?;
        // The shortest code is the one that tags use.
        Ok(Reading::Value(Value::from(language.to_639_1().unwrap_or_else(|| language.to_639_3()))))
    }

    fn write(&self, value: &Value) -> Result<Writing, Code> {
        let tag = value.as_str().unwrap_or_default();
        let base = tag.split('-').next().unwrap_or_default();
        let language = isolang::Language::from_639_1(base).or_else(|| isolang::Language::from_639_3(base));
        let language = language.ok_or(Code::MapNotCarried)?;
        let code = match self.form {
            CodeForm::Alpha2 => language.to_639_1().ok_or(Code::MapNotCarried)?,
            _ => language.to_639_3(),
        };
        Ok(Writing { cells: vec![code.to_owned()], loss: (base != tag).then_some(Code::MapBroadened) })
    }

    fn class(&self) -> Class {
        Class::Coarsening
    }
}
