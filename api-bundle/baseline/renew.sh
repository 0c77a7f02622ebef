#!/bin/sh
# Puts the API as it stands now into the baseline, under the version that ../pom.xml names. Same source, same bytes.
set -eu
cd "$(dirname "$0")/../.."
version=$(sed -n 's:.*<api.baseline.version>\(.*\)</api.baseline.version>.*:\1:p' api-bundle/pom.xml)
jar=${JAVA_HOME:+$JAVA_HOME/bin/}jar
place="$PWD/api-bundle/baseline/io/countersign/api-bundle/$version"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

rm -rf api-bundle/target/classes
./mvnw -q -B -pl api-bundle process-classes
cp -R api-bundle/target/classes/. "$work"
cd "$work"
# bnd wants the bundle's own version to be above the baseline's before anything may differ
sed "s/^Bundle-Version: .*/Bundle-Version: $version/" META-INF/MANIFEST.MF > manifest
rm -r META-INF
mkdir -p "$place"
LC_ALL=C find io -type f | LC_ALL=C sort > files
"$jar" --create --file "$place/api-bundle-$version.jar" --manifest manifest --date 2026-11-22T00:00:00Z @files
sha256sum "$place/api-bundle-$version.jar"
