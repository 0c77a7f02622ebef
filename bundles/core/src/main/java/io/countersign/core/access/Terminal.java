package io.countersign.core.access;

import java.io.Console;
import java.io.PrintStream;
import java.util.Optional;

/** Whether somebody sits at a terminal; output to anything else ends up in a file that others may read. */
final class Terminal {
    private Terminal() {}

    // before JDK 22 a console is there only at a terminal; since then it must be asked, by a method that 17 lacks
    @SuppressWarnings("SystemConsoleNull")
    static Optional<PrintStream> output() {
        Console console = System.console();
        if (console == null) {
            return Optional.empty();
        }
        try {
            Object atTerminal = Console.class.getMethod("isTerminal").invoke(console);
            return Boolean.TRUE.equals(atTerminal) ? Optional.of(System.out) : Optional.empty();
        } catch (NoSuchMethodException e) {
            return Optional.of(System.out);
        } catch (ReflectiveOperationException e) {
            return Optional.empty();
        }
    }
}
