/** Who is calling and what they may do: users, sign-in, sessions, roles and permissions. The actor always comes from authentication, never from a header or a parameter. */
@Export
@Version("1.0.0")
@NullMarked
package io.countersign.core.access;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
