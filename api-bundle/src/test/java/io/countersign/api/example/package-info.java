/** An example of a plug-in, the contract test an integrator writes for it, and the tests of the test kit itself. */
@NullMarked
package io.countersign.api.example;

import org.jspecify.annotations.NullMarked;
