/**
 * The commands {@code ops:*}: each reads its arguments, calls the same service of core as REST does, as the signed-in
 * user, and prints what it got, for people or as one JSON document. No rule lives here.
 */
@NullMarked
package io.countersign.shell;

import org.jspecify.annotations.NullMarked;
