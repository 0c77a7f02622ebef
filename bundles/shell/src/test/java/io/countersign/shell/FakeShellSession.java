package io.countersign.shell;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.apache.karaf.shell.api.console.History;
import org.apache.karaf.shell.api.console.Registry;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.api.console.SessionFactory;
import org.apache.karaf.shell.api.console.Signal;
import org.apache.karaf.shell.api.console.SignalListener;
import org.apache.karaf.shell.api.console.Terminal;
import org.jspecify.annotations.Nullable;

/** A shell session that only has a keyboard: of a program (no terminal) or of a person. */
final class FakeShellSession implements Session {
    private final InputStream keyboard;
    private final boolean person;
    private final Deque<String> answers = new ArrayDeque<>();

    FakeShellSession(InputStream keyboard, boolean person) {
        this.keyboard = keyboard;
        this.person = person;
    }

    /** A person who answers questions in turn. */
    static FakeShellSession person(String... answers) {
        FakeShellSession session = new FakeShellSession(new ByteArrayInputStream(new byte[0]), true);
        session.answers.addAll(List.of(answers));
        return session;
    }

    @Override
    public InputStream getKeyboard() {
        return keyboard;
    }

    @Override
    public String readLine(String prompt, Character mask) {
        if (mask == null || mask != '*') {
            throw new AssertionError("a secret is shown while it is typed");
        }
        return answers.remove();
    }

    @Override
    public @Nullable Terminal getTerminal() {
        return person ? new Screen() : null;
    }

    @Override
    public Object execute(CharSequence commandline) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Object get(String name) {
        throw new AssertionError("a session variable can be assigned by its user: " + name);
    }

    @Override
    public void put(String name, Object value) {
        throw new UnsupportedOperationException();
    }

    @Override
    public PrintStream getConsole() {
        return new PrintStream(System.out, true, StandardCharsets.UTF_8);
    }

    @Override
    public History getHistory() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Registry getRegistry() {
        throw new UnsupportedOperationException();
    }

    @Override
    public SessionFactory getFactory() {
        throw new UnsupportedOperationException();
    }

    @Override
    public String resolveCommand(String name) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Path currentDir() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void currentDir(Path path) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}

    @Override
    public void run() {}

    private static final class Screen implements Terminal {
        @Override
        public String getType() {
            return "dumb";
        }

        @Override
        public int getWidth() {
            return 80;
        }

        @Override
        public int getHeight() {
            return 24;
        }

        @Override
        public boolean isAnsiSupported() {
            return false;
        }

        @Override
        public boolean isEchoEnabled() {
            return true;
        }

        @Override
        public void setEchoEnabled(boolean enabled) {}

        @Override
        public void addSignalListener(SignalListener listener, Signal... signals) {}

        @Override
        public void addSignalListener(SignalListener listener, java.util.EnumSet<Signal> signals) {}

        @Override
        public void addSignalListener(SignalListener listener) {}

        @Override
        public void removeSignalListener(SignalListener listener) {}
    }
}
