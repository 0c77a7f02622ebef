package io.countersign.rest;

import io.countersign.core.access.Caller;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.ws.rs.HttpMethod;
import javax.ws.rs.Path;
import javax.ws.rs.QueryParam;
import org.jspecify.annotations.Nullable;

/**
 * A route as its resource method declares it.
 *
 * @param httpMethod {@code GET} …
 * @param path from the API's root, with templates: {@code /executions/{id}}
 * @param queryParameters names of the query parameters it knows
 */
record DeclaredRoute(Method method, String httpMethod, String path, Set<String> queryParameters) {

    /** Every route of the resource classes, by path and method. */
    static List<DeclaredRoute> of(List<Class<?>> resources) {
        return resources.stream()
                .flatMap(resource -> Arrays.stream(resource.getDeclaredMethods()))
                .flatMap(method -> httpMethodOf(method).stream().map(verb -> of(method, verb)))
                .sorted(Comparator.comparing(DeclaredRoute::path).thenComparing(DeclaredRoute::httpMethod))
                .toList();
    }

    /** The permission without which nobody passes; empty when the route has none. */
    Optional<String> permission() {
        return Optional.ofNullable(method.getAnnotation(Permitted.class)).map(Permitted::value);
    }

    boolean isAnonymous() {
        return method.isAnnotationPresent(Anonymous.class);
    }

    boolean isForEverybodySignedIn() {
        return method.isAnnotationPresent(SignedIn.class);
    }

    /** Whether exactly one of the annotations says who may call it. */
    boolean declaresAccess() {
        return Stream.of(Permitted.class, SignedIn.class, Anonymous.class)
                        .filter(method::isAnnotationPresent)
                        .count()
                == 1;
    }

    /** Whether a signed-in caller passes; what declares nothing is denied. */
    boolean permits(Caller caller) {
        return declaresAccess()
                && (isForEverybodySignedIn()
                        || permission().filter(needed -> holds(caller, needed)).isPresent());
    }

    private static boolean holds(Caller caller, String needed) {
        return caller.permissionTexts().stream()
                .anyMatch(granted -> granted.equals("*") || granted.equals(needed) || granted.startsWith(needed + ":"));
    }

    private static DeclaredRoute of(Method method, String httpMethod) {
        return new DeclaredRoute(method, httpMethod, pathOf(method), queryParametersOf(method));
    }

    private static Optional<String> httpMethodOf(Method method) {
        return Arrays.stream(method.getAnnotations())
                .flatMap(annotation ->
                        Optional.ofNullable(annotation.annotationType().getAnnotation(HttpMethod.class)).stream())
                .map(HttpMethod::value)
                .findFirst();
    }

    private static String pathOf(Method method) {
        Path ofClass = method.getDeclaringClass().getAnnotation(Path.class);
        Path ofMethod = method.getAnnotation(Path.class);
        return segment(ofClass) + segment(ofMethod);
    }

    private static String segment(@Nullable Path path) {
        if (path == null || path.value().equals("/")) {
            return "";
        }
        return path.value().startsWith("/") ? path.value() : "/" + path.value();
    }

    private static Set<String> queryParametersOf(Method method) {
        Set<String> names = new TreeSet<>();
        for (Annotation[] annotations : method.getParameterAnnotations()) {
            for (Annotation annotation : annotations) {
                if (annotation instanceof QueryParam parameter) {
                    names.add(parameter.value());
                }
            }
        }
        return names;
    }
}
