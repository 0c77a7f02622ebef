package io.countersign.rest;

import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletRequestWrapper;

/** A request for {@code /hooks/…} as if it were for the same path below the API's. */
final class HookRequest extends HttpServletRequestWrapper {
    static final String HOOKS = "/hooks/";

    private static final String SERVLET_PATH = "/api";

    HookRequest(HttpServletRequest request) {
        super(request);
    }

    @Override
    public String getRequestURI() {
        return ApiDoor.API + super.getRequestURI();
    }

    @Override
    public StringBuffer getRequestURL() {
        String url = super.getRequestURL().toString();
        return new StringBuffer(
                url.substring(0, url.length() - super.getRequestURI().length()) + getRequestURI());
    }

    @Override
    public String getServletPath() {
        return SERVLET_PATH;
    }

    @Override
    public String getPathInfo() {
        return getRequestURI().substring(SERVLET_PATH.length());
    }
}
