package io.countersign.shell;

import io.countersign.api.json.JsonObject;
import io.countersign.api.operation.ParameterSchema;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.karaf.shell.support.CommandException;
import org.jspecify.annotations.Nullable;

/** Reads {@code name=value} arguments. */
final class GivenParameters {
    private GivenParameters() {}

    /** The values in the form of their parameters; what cannot be read is left for the schema to refuse. */
    static JsonObject read(ParameterSchema schema, @Nullable List<String> arguments) throws CommandException {
        Map<String, String> texts = new LinkedHashMap<>();
        for (String argument : arguments == null ? List.<String>of() : arguments) {
            int equals = argument.indexOf('=');
            if (equals < 1) {
                throw OpsCommand.mistake("'" + argument + "' is no parameter; write name=value, like currency=AED");
            }
            String name = argument.substring(0, equals);
            if (texts.put(name, argument.substring(equals + 1)) != null) {
                throw OpsCommand.mistake("parameter '" + name + "' is given twice; write several values as a,b,c");
            }
        }
        return schema.fromTexts(texts);
    }
}
