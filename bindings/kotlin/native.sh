#!/bin/sh
# Builds the native library, generates the glue from it, and puts a stripped copy where the jar takes it from.
# usage: native.sh <cargo profile> <folder for the glue> <folder for the library> [<a library that was built already, not stripped>]
set -eu
profile=$1 glue=$2 output=$3 library=${4:-}
here=$(cd "$(dirname "$0")" && pwd)
cd "$here/../.."
folder=$profile
[ "$profile" = dev ] && folder=debug
cargo build --quiet --locked --package passerelle-ffi --features bindgen --bin uniffi-bindgen
target=${CARGO_TARGET_DIR:-target}
if [ -z "$library" ]; then
  # After the generator, which builds the library too. What is tried can show a fault; what is shipped cannot.
  features=
  [ "$profile" = dev ] && features="--features faults"
  # shellcheck disable=SC2086
  cargo build --quiet --locked --package passerelle-ffi --profile "$profile" $features
  library=$target/$folder/libpasserelle_ffi.so
fi
rm -rf "$glue" "$output"
# Generate first, strip after: the description of the interface is among the symbols.
"$target/debug/uniffi-bindgen" generate --no-format --config "$here/uniffi.toml" --language kotlin --out-dir "$glue" "$library"
case "$(uname -m)" in
  x86_64 | amd64) architecture=x86_64 ;;
  aarch64 | arm64) architecture=aarch64 ;;
  *) architecture=$(uname -m) ;;
esac
platform=$output/org/passerelle/native/linux-$architecture
mkdir -p "$platform" "$output/META-INF"
cp LICENSE-* "$output/META-INF"
cp "$library" "$platform/libpasserelle_ffi.so"
strip --strip-unneeded "$platform/libpasserelle_ffi.so"
