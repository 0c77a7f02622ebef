package io.countersign.rest;

import java.lang.reflect.Proxy;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Configurations as the service component runtime makes them: defaults but for what a file says. */
final class Configuration {
    private Configuration() {}

    static <C> C defaults(Class<C> type) {
        return of(type, Map.of());
    }

    static <C> C of(Class<C> type, Map<String, Object> values) {
        return type.cast(
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    @Nullable Object value = values.get(method.getName());
                    return value == null ? method.getDefaultValue() : value;
                }));
    }
}
