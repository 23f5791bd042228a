using SiteAdapt.Cli;

return await Application.Run(args);
