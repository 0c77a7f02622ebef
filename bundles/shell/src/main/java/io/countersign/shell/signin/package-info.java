/**
 * The door of the SSH shell: a JAAS realm over the platform's own accounts, so that whoever types a command is a platform
 * user, and an SSH server that is a shell and no tunnel into the network behind it.
 */
@NullMarked
package io.countersign.shell.signin;

import org.jspecify.annotations.NullMarked;
