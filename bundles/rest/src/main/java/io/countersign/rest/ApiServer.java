package io.countersign.rest;

import io.countersign.core.access.AccessService;
import io.countersign.core.approval.ApprovalService;
import io.countersign.core.audit.AuditRepository;
import io.countersign.core.audit.AuditTrail;
import io.countersign.core.audit.Ids;
import io.countersign.core.audit.Refusals;
import io.countersign.core.connection.Connections;
import io.countersign.core.execution.ExecutionService;
import io.countersign.core.execution.ResolutionService;
import io.countersign.core.file.FileService;
import io.countersign.core.inbound.InboundService;
import io.countersign.core.registry.OperationCatalogue;
import io.countersign.core.release.ReleaseService;
import io.countersign.core.time.SharedClock;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.servlet.ServletConfig;
import javax.servlet.ServletException;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.apache.cxf.Bus;
import org.apache.cxf.BusFactory;
import org.apache.cxf.endpoint.Server;
import org.apache.cxf.jaxrs.JAXRSServerFactoryBean;
import org.apache.cxf.transport.http.AbstractHTTPDestination;
import org.apache.cxf.transport.http.DestinationRegistryImpl;
import org.apache.cxf.transport.http.HTTPTransportFactory;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The JAX-RS server: it comes up when everything the API delegates to is there. It has its own bus and registry of
 * destinations, so nothing else in the container reaches it but through {@link ApiDoor}.
 */
@Component(service = ApiServer.class, configurationPid = "io.countersign.rest")
@Designate(ocd = RestConfig.class)
public final class ApiServer {
    /** The resource classes; each public method of theirs that has an HTTP method is a route. */
    static final List<Class<?>> RESOURCES = List.of(
            SessionResource.class,
            OperationResource.class,
            ExecutionResource.class,
            FileResource.class,
            EventResource.class,
            AccountResource.class,
            PluginResource.class,
            PlatformResource.class,
            HookResource.class,
            HealthResource.class,
            OpenApiResource.class);

    private static final Logger LOG = LoggerFactory.getLogger(ApiServer.class);
    private static final String ADDRESS = "/v1";

    private final LiveFeed feed;
    private final NodeHealth health;
    private final List<DeclaredRoute> routes = DeclaredRoute.of(RESOURCES);
    private final AllowedMethods allowed = new AllowedMethods(routes);
    private final Bus bus;
    private final Server server;
    private final AbstractHTTPDestination destination;

    @Activate
    public ApiServer(
            @Reference AccessService access,
            @Reference OperationCatalogue catalogue,
            @Reference ReleaseService releases,
            @Reference ExecutionService executions,
            @Reference ApprovalService approvals,
            @Reference ResolutionService resolutions,
            @Reference FileService files,
            @Reference Connections connections,
            @Reference AuditRepository audits,
            @Reference InboundService inbound,
            @Reference NodeHealth health,
            @Reference SharedClock clock,
            RestConfig config) {
        this(
                new ApiServices(
                        access,
                        catalogue,
                        releases,
                        executions,
                        approvals,
                        resolutions,
                        files,
                        connections,
                        audits,
                        inbound,
                        health),
                clock,
                config.streamsMax(),
                LivePace.STANDARD);
    }

    ApiServer(ApiServices services, Clock clock, int streamsMax, LivePace pace) {
        if (streamsMax < 1 || streamsMax > 10_000) {
            throw new IllegalArgumentException("streamsMax = " + streamsMax
                    + " is not between 1 and 10000; correct it in etc/io.countersign.rest.cfg");
        }
        long startedNanos = System.nanoTime();
        this.health = services.health();
        this.feed = new LiveFeed(services.executions(), services.access(), clock, streamsMax, pace);
        this.bus = BusFactory.newInstance().createBus();
        DestinationRegistryImpl registry = new DestinationRegistryImpl();
        this.server = serverOf(services, clock, registry);
        this.destination = registry.getDestinationForPath(ADDRESS);
        health.apiIs(true);
        LOG.info("The API is up, {} ms", TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startedNanos));
    }

    private Server serverOf(ApiServices services, Clock clock, DestinationRegistryImpl registry) {
        Refusals refusals = new Refusals(services.audits(), new AuditTrail(clock, new Ids()));
        JAXRSServerFactoryBean factory = new JAXRSServerFactoryBean();
        factory.setBus(bus);
        factory.setDestinationFactory(new HTTPTransportFactory(registry));
        factory.setAddress(ADDRESS);
        // else CXF's own mapper answers its exceptions, in plain text
        factory.setProperties(Map.of("default.wae.mapper.least.specific", true));
        factory.setServiceBeans(List.of(
                new SessionResource(services.access()),
                new OperationResource(services.catalogue(), services.executions(), feed),
                new ExecutionResource(services.executions(), services.approvals(), services.resolutions(), feed),
                new FileResource(services.files()),
                new EventResource(feed),
                new AccountResource(services.access()),
                new PluginResource(services.releases()),
                new PlatformResource(services.connections(), services.audits()),
                new HookResource(services.inbound()),
                new HealthResource(services.health()),
                new OpenApiResource()));
        factory.setProviders(List.of(
                new JsonBodyReader(),
                new JsonBodyWriter(),
                new ProblemMapper(allowed),
                new CallerContext(),
                new TokenContext(),
                new RequestGate(routes, services.access(), refusals)));
        return factory.create();
    }

    /** Serves a request below {@link ApiDoor#API}. */
    void serve(ServletConfig config, HttpServletRequest request, HttpServletResponse response)
            throws IOException, ServletException {
        if (request.getMethod().equals("OPTIONS")) {
            answerOptions(request, response);
            return;
        }
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        // the JAX-RS API looks for its implementation there
        thread.setContextClassLoader(ApiServer.class.getClassLoader());
        try {
            request.setAttribute("org.apache.cxf.transport.endpoint.address", ApiDoor.API);
            destination.invoke(config, config.getServletContext(), request, response);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    /** CXF would answer by itself, with methods that belong to other paths. */
    private void answerOptions(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String methods = allowed.of(request.getRequestURI());
        if (methods.isEmpty()) {
            ApiDoor.unknown(request.getRequestURI()).write(request, response);
            return;
        }
        response.setHeader("Allow", methods);
        response.setStatus(HttpServletResponse.SC_NO_CONTENT);
    }

    /** Lets followers go, who connect to another node or come again, and stops serving. */
    @Deactivate
    void stop() {
        health.apiIs(false);
        feed.close();
        server.destroy();
        bus.shutdown(true);
    }
}
