/**
 * What drives a whole distribution from outside, as a user would: unpacks the archive, writes its configuration, runs and
 * kills its process, talks to it over HTTP and SSH. The integration tests, the start benchmark and the demo share it.
 */
@NullMarked
package io.countersign.integration;

import org.jspecify.annotations.NullMarked;
