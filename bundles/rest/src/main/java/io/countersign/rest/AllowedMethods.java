package io.countersign.rest;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import javax.ws.rs.Produces;

/** Which methods a path takes, for the Allow header; what CXF puts there belongs to other paths as well. */
final class AllowedMethods {
    private final List<DeclaredRoute> routes;

    AllowedMethods(Collection<DeclaredRoute> routes) {
        this.routes = List.copyOf(routes);
    }

    /**
     * The methods of a path.
     *
     * @param path from the server's root, as it was requested
     * @return {@code GET, HEAD, OPTIONS}; empty when there is no such path
     */
    String of(String path) {
        String below = path.substring(Math.min(ApiDoor.API.length(), path.length()));
        Set<String> methods = new TreeSet<>();
        for (DeclaredRoute route : routes) {
            if (isAt(route, below)) {
                methods.add(route.httpMethod());
                if (route.httpMethod().equals("GET") && !isStream(route)) {
                    methods.add("HEAD");
                }
                methods.add("OPTIONS");
            }
        }
        return String.join(", ", methods);
    }

    private static boolean isAt(DeclaredRoute route, String path) {
        return path.matches(route.path().replace(".", "\\.").replaceAll("\\{[a-z]+}", "[^/]+") + "/?");
    }

    private static boolean isStream(DeclaredRoute route) {
        Produces produces = route.method().getAnnotation(Produces.class);
        return produces != null && List.of(produces.value()).contains("text/event-stream");
    }
}
