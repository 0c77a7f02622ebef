/** Releases on a real framework. */
@NullMarked
package io.countersign.deployer;

import org.jspecify.annotations.NullMarked;
