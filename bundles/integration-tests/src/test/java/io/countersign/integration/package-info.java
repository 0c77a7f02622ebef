/** Tests against the assembled distribution: from outside over its doors, and inside with Pax Exam. */
@NullMarked
package io.countersign.integration;

import org.jspecify.annotations.NullMarked;
