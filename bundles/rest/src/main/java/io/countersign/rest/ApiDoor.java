package io.countersign.rest;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import javax.servlet.Servlet;
import javax.servlet.ServletException;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.slf4j.MDC;

/**
 * The one servlet of the API, there as soon as HTTP is: it answers health at any time, hands everything else to {@link
 * ApiServer} once that is up, and gives every answer its request id and its security headers.
 */
@Component(
        service = Servlet.class,
        property = {
            "osgi.http.whiteboard.servlet.name=countersign-api",
            "osgi.http.whiteboard.servlet.pattern=/api/*",
            "osgi.http.whiteboard.servlet.pattern=/health/*",
            "osgi.http.whiteboard.servlet.pattern=/hooks/*",
            "osgi.http.whiteboard.servlet.asyncSupported:Boolean=true"
        })
public final class ApiDoor extends HttpServlet {
    /** Where the API begins. */
    static final String API = "/api/v1";

    private static final long serialVersionUID = 1L;
    private static final long STARTING_RETRY_SECONDS = 1;

    private final transient NodeHealth health;
    private transient volatile @Nullable ApiServer server;

    @Activate
    public ApiDoor(@Reference NodeHealth health) {
        this.health = health;
    }

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    void bindServer(ApiServer up) {
        this.server = up;
    }

    void unbindServer(ApiServer down) {
        if (server == down) {
            server = null;
        }
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String requestId = RequestId.of(request);
        MDC.put("requestId", requestId);
        try {
            setHeaders(response, requestId);
            answer(request, response);
        } catch (ServletException | RuntimeException e) {
            if (response.isCommitted()) {
                throw new IOException("the answer broke off", e);
            }
            response.resetBuffer();
            ProblemMapper.incident(e).write(request, response);
        } finally {
            MDC.remove("requestId");
        }
    }

    private static void setHeaders(HttpServletResponse response, String requestId) {
        response.setHeader(RequestId.HEADER, requestId);
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
    }

    private void answer(HttpServletRequest request, HttpServletResponse response) throws IOException, ServletException {
        String path = request.getRequestURI();
        if (path.startsWith("/health")) {
            answerHealth(path, request, response);
            return;
        }
        if (path.startsWith(HookRequest.HOOKS)) {
            answerApi(API + path, new HookRequest(request), response);
            return;
        }
        if (!path.equals(API) && !path.startsWith(API + "/")) {
            unknown(path).write(request, response);
            return;
        }
        answerApi(path, request, response);
    }

    private void answerApi(String path, HttpServletRequest request, HttpServletResponse response)
            throws IOException, ServletException {
        ApiServer up = server;
        if (up != null) {
            up.serve(getServletConfig(), request, response);
        } else if (path.startsWith(API + "/health/")) {
            answerHealth(path.substring(API.length()), request, response);
        } else {
            Problem.passing(ProblemType.STARTING, "the API is not up yet; try again", STARTING_RETRY_SECONDS)
                    .write(request, response);
        }
    }

    private void answerHealth(String path, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        if (!request.getMethod().equals("GET") && !request.getMethod().equals("HEAD")) {
            response.setHeader("Allow", "GET, HEAD");
            new Problem(ProblemType.METHOD_NOT_ALLOWED, path + " takes GET only").write(request, response);
            return;
        }
        switch (path) {
            case "/health/live" -> write(NodeHealth.live().toText(), response);
            case "/health/ready" -> {
                NodeHealth.Readiness readiness = health.readiness();
                var problem = readiness.problem();
                if (problem.isPresent()) {
                    problem.get().write(request, response);
                } else {
                    write(readiness.toJson().toText(), response);
                }
            }
            default -> unknown(path).write(request, response);
        }
    }

    static Problem unknown(String path) {
        return new Problem(
                ProblemType.UNKNOWN_ROUTE, "there is no route " + path + "; see GET " + API + "/openapi.json");
    }

    private static void write(String json, HttpServletResponse response) throws IOException {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        response.setContentType("application/json");
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }
}
