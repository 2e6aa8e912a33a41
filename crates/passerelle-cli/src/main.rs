//! The command `passerelle`.

fn main() {
    println!("passerelle {}", env!("CARGO_PKG_VERSION"));
}
