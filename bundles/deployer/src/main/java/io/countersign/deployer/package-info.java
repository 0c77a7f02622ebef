/**
 * How operation bundles come, stay and go. A release is known by the SHA-256 of its jar and is kept in a digest-named
 * store; the rows of releases are the truth, and this node brings its bundles in line with them: at the start, after each
 * change and periodically. New releases stand beside old ones, take new executions once they serve, and the old ones stay
 * until nothing is pinned to them.
 */
@NullMarked
package io.countersign.deployer;

import org.jspecify.annotations.NullMarked;
