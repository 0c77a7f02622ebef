package io.countersign.core.testing;

import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Configurations as the service component runtime makes them: defaults but for what a file says. */
public final class Configuration {
    private Configuration() {}

    public static <C> C defaults(Class<C> type) {
        return of(type, Map.of());
    }

    /**
     * A configuration with some values of its own.
     *
     * @throws IllegalArgumentException when one of the names is no setting of that type
     */
    public static <C> C of(Class<C> type, Map<String, Object> values) {
        List<String> known = Arrays.stream(type.getDeclaredMethods())
                .map(setting -> setting.getName())
                .toList();
        for (String name : values.keySet()) {
            if (!known.contains(name)) {
                throw new IllegalArgumentException(
                        type.getSimpleName() + " has no setting '" + name + "', only " + known);
            }
        }
        return type.cast(
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    @Nullable Object value = values.get(method.getName());
                    return value == null ? method.getDefaultValue() : value;
                }));
    }
}
