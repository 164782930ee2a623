//! serde's data model over the values that `JSON.parse` makes. All that can be is outside of generic functions.

use js_sys::{Array, JSON, Object, Reflect};
use serde::{
    de::{
        self, DeserializeOwned, DeserializeSeed, Deserializer, EnumAccess, Expected, MapAccess, SeqAccess,
        Unexpected, VariantAccess, Visitor,
    },
    forward_to_deserialize_any,
};
use std::fmt;
use wasm_bindgen::{JsCast, JsValue};

pub(super) fn read<T: DeserializeOwned>(text: &[u8]) -> Option<T> {
    T::deserialize(Value(parsed(text)?)).ok()
}

fn parsed(text: &[u8]) -> Option<JsValue> {
    JSON::parse(std::str::from_utf8(text).ok()?).ok()
}

/// The value is of another type. Nobody reads which: not a word is compiled for it.
#[derive(Debug)]
struct Mismatch;

impl fmt::Display for Mismatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not of this type")
    }
}

impl std::error::Error for Mismatch {}

impl de::Error for Mismatch {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self
    }
    fn invalid_type(_: Unexpected<'_>, _: &dyn Expected) -> Self {
        Self
    }
    fn invalid_value(_: Unexpected<'_>, _: &dyn Expected) -> Self {
        Self
    }
    fn invalid_length(_: usize, _: &dyn Expected) -> Self {
        Self
    }
    fn unknown_variant(_: &str, _: &'static [&'static str]) -> Self {
        Self
    }
    fn unknown_field(_: &str, _: &'static [&'static str]) -> Self {
        Self
    }
    fn missing_field(_: &'static str) -> Self {
        Self
    }
    fn duplicate_field(_: &'static str) -> Self {
        Self
    }
}

type Read<T> = Result<T, Mismatch>;

struct Value(JsValue);

impl Value {
    fn is_nothing(&self) -> bool {
        self.0.is_null() || self.0.is_undefined()
    }

    fn text(&self) -> Read<String> {
        self.0.as_string().ok_or(Mismatch)
    }

    fn flag(&self) -> Read<bool> {
        self.0.as_bool().ok_or(Mismatch)
    }

    fn number(&self) -> Read<f64> {
        self.0.as_f64().ok_or(Mismatch)
    }

    /// A whole number; one that is too large for JavaScript to hold as such is none.
    fn whole(&self) -> Read<i64> {
        const LARGEST: f64 = 9_007_199_254_740_991.0;
        let number = self.number()?;
        if number.abs() > LARGEST || number.trunc().to_bits() != number.to_bits() {
            return Err(Mismatch);
        }
        #[expect(clippy::cast_possible_truncation, reason = "whole, and within bounds")]
        Ok(number as i64)
    }

    fn items(self) -> Read<Items> {
        self.0.dyn_into().map(|items| Items { items, next: 0 }).map_err(|_| Mismatch)
    }

    fn entries(self) -> Read<Entries> {
        if Array::is_array(&self.0) {
            return Err(Mismatch);
        }
        let object: Object = self.0.dyn_into().map_err(|_| Mismatch)?;
        Ok(Entries { names: Object::keys(&object), object, next: 0 })
    }

    fn choice(self) -> Read<Choice> {
        if self.0.is_string() {
            return Ok(Choice { name: self, content: None });
        }
        let mut entries = self.entries()?;
        let name = entries.name().ok_or(Mismatch)?;
        let content = Some(entries.value()?);
        if entries.next == entries.names.length() { Ok(Choice { name, content }) } else { Err(Mismatch) }
    }
}

macro_rules! read_as {
    ($($method:ident: $part:ident => $visit:ident,)*) => {
        $(fn $method<V: Visitor<'de>>(self, visitor: V) -> Read<V::Value> {
            visitor.$visit(self.$part()?)
        })*
    };
}

impl<'de> Deserializer<'de> for Value {
    type Error = Mismatch;

    read_as! {
        deserialize_bool: flag => visit_bool,
        deserialize_i8: whole => visit_i64,
        deserialize_i16: whole => visit_i64,
        deserialize_i32: whole => visit_i64,
        deserialize_i64: whole => visit_i64,
        deserialize_u8: whole => visit_i64,
        deserialize_u16: whole => visit_i64,
        deserialize_u32: whole => visit_i64,
        deserialize_u64: whole => visit_i64,
        deserialize_f32: number => visit_f64,
        deserialize_f64: number => visit_f64,
        deserialize_char: text => visit_string,
        deserialize_str: text => visit_string,
        deserialize_string: text => visit_string,
        deserialize_identifier: text => visit_string,
        deserialize_seq: items => visit_seq,
        deserialize_map: entries => visit_map,
    }

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Read<V::Value> {
        if self.is_nothing() {
            visitor.visit_unit()
        } else if let Ok(flag) = self.flag() {
            visitor.visit_bool(flag)
        } else if let Ok(whole) = self.whole() {
            visitor.visit_i64(whole)
        } else if let Ok(number) = self.number() {
            visitor.visit_f64(number)
        } else if let Ok(text) = self.text() {
            visitor.visit_string(text)
        } else if Array::is_array(&self.0) {
            visitor.visit_seq(self.items()?)
        } else {
            visitor.visit_map(self.entries()?)
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Read<V::Value> {
        if self.is_nothing() { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Read<V::Value> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Read<V::Value> {
        visitor.visit_map(self.entries()?)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Read<V::Value> {
        visitor.visit_enum(self.choice()?)
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, _: usize, visitor: V) -> Read<V::Value> {
        visitor.visit_seq(self.items()?)
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: usize,
        visitor: V,
    ) -> Read<V::Value> {
        visitor.visit_seq(self.items()?)
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Read<V::Value> {
        visitor.visit_unit()
    }

    forward_to_deserialize_any! { i128 u128 bytes byte_buf unit unit_struct }
}

struct Items {
    items: Array,
    next: u32,
}

impl Items {
    fn item(&mut self) -> Option<Value> {
        let found = (self.next < self.items.length()).then(|| Value(self.items.get(self.next)));
        self.next += 1;
        found
    }
}

impl<'de> SeqAccess<'de> for Items {
    type Error = Mismatch;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Read<Option<T::Value>> {
        self.item().map(|item| seed.deserialize(item)).transpose()
    }
}

struct Entries {
    object: Object,
    names: Array,
    next: u32,
}

impl Entries {
    fn name(&mut self) -> Option<Value> {
        let found = (self.next < self.names.length()).then(|| Value(self.names.get(self.next)));
        self.next += 1;
        found
    }

    fn value(&self) -> Read<Value> {
        let name = self.names.get(self.next.saturating_sub(1));
        Reflect::get(&self.object, &name).map(Value).map_err(|_| Mismatch)
    }
}

impl<'de> MapAccess<'de> for Entries {
    type Error = Mismatch;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Read<Option<K::Value>> {
        self.name().map(|name| seed.deserialize(name)).transpose()
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Read<V::Value> {
        seed.deserialize(self.value()?)
    }
}

/// A variant by its name, with what it holds.
struct Choice {
    name: Value,
    content: Option<Value>,
}

impl<'de> EnumAccess<'de> for Choice {
    type Error = Mismatch;
    type Variant = Content;

    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Read<(V::Value, Content)> {
        Ok((seed.deserialize(self.name)?, Content(self.content)))
    }
}

struct Content(Option<Value>);

impl<'de> VariantAccess<'de> for Content {
    type Error = Mismatch;

    fn unit_variant(self) -> Read<()> {
        if self.0.is_none_or(|content| content.is_nothing()) { Ok(()) } else { Err(Mismatch) }
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Read<T::Value> {
        seed.deserialize(self.0.ok_or(Mismatch)?)
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, visitor: V) -> Read<V::Value> {
        visitor.visit_seq(self.0.ok_or(Mismatch)?.items()?)
    }

    fn struct_variant<V: Visitor<'de>>(self, _: &'static [&'static str], visitor: V) -> Read<V::Value> {
        visitor.visit_map(self.0.ok_or(Mismatch)?.entries()?)
    }
}
