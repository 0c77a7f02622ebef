/**
 * The test kit for plug-ins: plain Java, no container.
 *
 * <p>{@link io.countersign.api.testkit.TestRun} runs a plug-in against a real journal in memory, with a clock the test
 * sets, fake connections and input files, and crashes on demand; {@link io.countersign.api.testkit.PluginCheck} lists
 * the promises a plug-in breaks; {@link io.countersign.api.testkit.OperationPluginContract} makes both a JUnit 4 class
 * that a plug-in's own test extends.
 */
@NullMarked
package io.countersign.api.testkit;

import org.jspecify.annotations.NullMarked;
