//! JSON texts as somebody else may write them: any white space, any escapes, names twice, numbers in any form.

use arbitrary::{Result, Unstructured};

/// Writes a text; it is JSON more often than not.
pub(crate) fn text(choices: &mut Unstructured<'_>) -> Result<Vec<u8>> {
    let mut text = Vec::new();
    object(choices, 0, &mut text)?;
    if choices.ratio(1_u8, 16_u8)? {
        text.extend(choices.bytes(1)?);
    }
    Ok(text)
}

fn space(choices: &mut Unstructured<'_>, text: &mut Vec<u8>) -> Result<()> {
    if choices.ratio(1_u8, 4_u8)? {
        text.push(*choices.choose(b" \n\r\t")?);
    }
    Ok(())
}

fn object(choices: &mut Unstructured<'_>, depth: usize, text: &mut Vec<u8>) -> Result<()> {
    text.push(b'{');
    space(choices, text)?;
    for number in 0..choices.int_in_range(0..=5)? {
        if number > 0 {
            text.push(b',');
            space(choices, text)?;
        }
        if choices.ratio(3_u8, 4_u8)? {
            text.extend(format!("\"{}\"", char::from(choices.int_in_range(b'a'..=b'z')?)).bytes());
        } else {
            string(choices, text)?;
        }
        space(choices, text)?;
        text.push(b':');
        space(choices, text)?;
        value(choices, depth + 1, text)?;
        space(choices, text)?;
    }
    text.push(b'}');
    Ok(())
}

fn value(choices: &mut Unstructured<'_>, depth: usize, text: &mut Vec<u8>) -> Result<()> {
    match choices.int_in_range(0..=9)? {
        0 => text.extend(*choices.choose(&[&b"null"[..], b"true", b"false", b"nul", b"True", b"NaN"])?),
        1 | 2 => text.extend(
            choices
                .choose(&[
                    "0",
                    "-0",
                    "1",
                    "-1",
                    "01",
                    "1e3",
                    "1.0",
                    "9007199254740991",
                    "9007199254740992",
                    "+1",
                    "1.",
                ])?
                .bytes(),
        ),
        3 => text.extend(choices.arbitrary::<i64>()?.to_string().bytes()),
        4 if depth < 40 => object(choices, depth, text)?,
        5 if depth < 40 => {
            text.push(b'[');
            for number in 0..choices.int_in_range(0..=4)? {
                if number > 0 {
                    text.push(b',');
                }
                value(choices, depth + 1, text)?;
                space(choices, text)?;
            }
            text.push(b']');
        }
        6 => {
            let more = choices.int_in_range(1..=36_usize)?;
            text.extend(std::iter::repeat_n(b'[', more));
            text.extend(std::iter::repeat_n(b']', more));
        }
        _ => string(choices, text)?,
    }
    Ok(())
}

fn string(choices: &mut Unstructured<'_>, text: &mut Vec<u8>) -> Result<()> {
    text.push(b'"');
    for _ in 0..choices.int_in_range(0..=8)? {
        match choices.int_in_range(0..=5)? {
            0 => text.extend(format!("\\u{:04x}", choices.arbitrary::<u16>()?).bytes()),
            1 => text.extend([b'\\', *choices.choose(b"\"\\/bfnrtuvx0")?]),
            2 => text.extend(choices.arbitrary::<char>()?.to_string().bytes()),
            3 => {
                // A pair of surrogates, in either order.
                let (high, low) = (choices.int_in_range(0xD800..=0xDBFF)?, choices.int_in_range(0xDC00..=0xDFFF)?);
                let (first, second) = if choices.ratio(1_u8, 5_u8)? { (low, high) } else { (high, low) };
                text.extend(format!("\\u{first:04X}\\u{second:04x}").bytes());
            }
            4 => text.push(choices.arbitrary()?),
            _ => text.push(choices.int_in_range(b' '..=b'~')?),
        }
    }
    text.push(b'"');
    Ok(())
}
