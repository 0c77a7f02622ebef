/** What the bundles of the tests are made of; their classes are packed into jars. */
@NullMarked
package io.countersign.deployer.sample;

import org.jspecify.annotations.NullMarked;
