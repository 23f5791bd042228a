using Microsoft.AspNetCore.Http;

namespace SiteAdapt.Serve;

/// <summary>What every request must pass, whatever it asks for: method, Host, token. Gives every answer its headers.</summary>
sealed class RequestGate(HostRule hosts, AccessToken? token)
{
    /// <summary>Everything comes from here; NiiVue keeps its font as a data address. Nothing may be framed, sent or evaluated.</summary>
    internal const string PagePolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self' data: blob:; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

    const string Query = "token";

    /// <summary>Cookies are kept by name and not by port: another server on this machine may have one.</summary>
    string Cookie => $"siteadapt-{token!.Text[..8]}";

    public async Task Pass(HttpContext context, RequestDelegate next)
    {
        var (request, response) = (context.Request, context.Response);
        response.Headers.ContentSecurityPolicy = PagePolicy;
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers["Referrer-Policy"] = "no-referrer";
        response.Headers["Cross-Origin-Resource-Policy"] = "same-origin";
        response.Headers["Cross-Origin-Opener-Policy"] = "same-origin";
        response.Headers.CacheControl = "no-store";
        if (!hosts.Allows(request.Host))
            await Refuse(response, StatusCodes.Status421MisdirectedRequest, "This name does not belong to this server. Use the address that 'siteadapt serve' printed.");
        else if (!HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method))
            await RefuseMethod(response);
        else if (token is not null && !IsKnown(context))
            await Refuse(response, StatusCodes.Status401Unauthorized, "Use the whole address that 'siteadapt serve' printed: it ends in a token.");
        else
            await next(context);
    }

    bool IsKnown(HttpContext context)
    {
        if (token!.Is(context.Request.Cookies[Cookie])) return true;
        if (!token.Is(context.Request.Query[Query])) return false;
        context.Response.Cookies.Append(Cookie, token.Text, new CookieOptions { HttpOnly = true, SameSite = SameSiteMode.Strict, Path = "/" });
        return true;
    }

    static Task RefuseMethod(HttpResponse response)
    {
        response.Headers.Allow = "GET, HEAD";
        return Refuse(response, StatusCodes.Status405MethodNotAllowed, "This server only shows: GET and HEAD.");
    }

    static Task Refuse(HttpResponse response, int status, string why)
    {
        response.StatusCode = status;
        response.ContentType = "text/plain; charset=utf-8";
        return response.WriteAsync(why + "\n");
    }
}
