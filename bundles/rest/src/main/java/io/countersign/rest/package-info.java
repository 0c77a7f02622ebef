/**
 * The REST API: every route declares who may call it, every error is a problem document (RFC 9457), and whatever changes
 * is pushed as server-sent events by one poller a node. Resources parse, delegate to core and answer; they decide
 * nothing.
 */
@NullMarked
package io.countersign.rest;

import org.jspecify.annotations.NullMarked;
