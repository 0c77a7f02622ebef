package io.countersign.shell;

import java.lang.reflect.Field;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.support.CommandException;
import org.jspecify.annotations.Nullable;

/**
 * Options that stand behind the arguments: {@code ops:approve 3f0c --digest …}. Karaf reads options only before the first
 * argument and takes the rest for arguments; here they are found in the command's last, multi-valued argument.
 */
final class LateOptions {
    /** Name of a last argument that takes options only. */
    static final String NAME = "late options";

    static final String DESCRIPTION = "Options may also stand here";

    private final OpsCommand command;

    private LateOptions(OpsCommand command) {
        this.command = command;
    }

    /** Moves options out of the last argument into their fields. */
    static void settle(OpsCommand command) throws CommandException {
        LateOptions options = new LateOptions(command);
        for (Field field : options.fields()) {
            @Nullable Argument argument = field.getAnnotation(Argument.class);
            if (argument != null && argument.multiValued()) {
                options.settle(field, argument);
            }
        }
    }

    private void settle(Field field, Argument argument) throws CommandException {
        List<String> left = new ArrayList<>();
        Deque<String> words = new ArrayDeque<>(texts(get(field)));
        while (!words.isEmpty()) {
            String word = words.remove();
            if (word.startsWith("-")) {
                takeOption(word, words);
            } else {
                left.add(word);
            }
        }
        if (argument.name().equals(NAME) && !left.isEmpty()) {
            throw OpsCommand.mistake("'" + left.get(0) + "' is one argument too many; see --help");
        }
        set(field, left);
    }

    private void takeOption(String word, Deque<String> words) throws CommandException {
        int equals = word.indexOf('=');
        String name = equals < 0 ? word : word.substring(0, equals);
        Field field = option(name)
                .orElseThrow(() -> OpsCommand.mistake("there is no option '" + name + "' here; see --help"));
        if (field.getType() == boolean.class) {
            set(field, true);
            return;
        }
        @Nullable String value = equals < 0 ? words.poll() : word.substring(equals + 1);
        if (value == null) {
            throw OpsCommand.mistake("option '" + name + "' needs a value");
        }
        if (field.getType() == Integer.class || field.getType() == int.class) {
            set(field, number(name, value));
        } else if (field.getType() == List.class) {
            List<String> more = new ArrayList<>(texts(get(field)));
            more.add(value);
            set(field, more);
        } else {
            set(field, value);
        }
    }

    private Optional<Field> option(String name) {
        for (Field field : fields()) {
            @Nullable Option option = field.getAnnotation(Option.class);
            if (option != null
                    && (option.name().equals(name)
                            || Arrays.asList(option.aliases()).contains(name))) {
                return Optional.of(field);
            }
        }
        return Optional.empty();
    }

    /** Those of the command and of what it extends. */
    private List<Field> fields() {
        List<Field> fields = new ArrayList<>();
        for (Class<?> type = command.getClass(); type != Object.class; type = type.getSuperclass()) {
            fields.addAll(Arrays.asList(type.getDeclaredFields()));
        }
        return fields;
    }

    private static Integer number(String name, String value) throws CommandException {
        try {
            return Integer.valueOf(value);
        } catch (NumberFormatException e) {
            throw OpsCommand.mistake("option '" + name + "' needs a whole number, not '" + value + "'");
        }
    }

    private static List<String> texts(@Nullable Object values) {
        return values instanceof List<?> list
                ? list.stream().map(String::valueOf).toList()
                : List.of();
    }

    private @Nullable Object get(Field field) {
        try {
            return field.get(command);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException("field " + field + " must not be private", e);
        }
    }

    private void set(Field field, Object value) {
        try {
            field.set(command, value);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException("field " + field + " must not be private", e);
        }
    }
}
