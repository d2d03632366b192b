/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Preloaded into redarc-globe: counts the frames that are shown, and tells that the graphics
 * were reset when it is told to. $REDARC_SPY is a file of two numbers: frames, and resets that
 * are yet to be told.
 */
#include <dlfcn.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define GUILTY 0x8253 /* GL_GUILTY_CONTEXT_RESET */

void SDL_GL_SwapWindow(void *window);
void *SDL_GL_GetProcAddress(const char *name);

static struct {
	volatile uint32_t frames, resets;
} *spied;

__attribute__((constructor)) static void open_file(void)
{
	const char *path = getenv("REDARC_SPY");
	int fd = path ? open(path, O_RDWR | O_CLOEXEC) : -1;

	if (fd >= 0)
		spied = mmap(NULL, sizeof(*spied), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	if (fd < 0 || spied == MAP_FAILED)
		abort();
	close(fd);
}

static unsigned int reset_status(void)
{
	if (!spied->resets)
		return 0;
	spied->resets--;
	return GUILTY;
}

void SDL_GL_SwapWindow(void *window)
{
	void (*real)(void *) = (void (*)(void *))dlsym(RTLD_NEXT, "SDL_GL_SwapWindow");

	spied->frames++;
	real(window);
}

void *SDL_GL_GetProcAddress(const char *name)
{
	void *(*real)(const char *) =
		(void *(*)(const char *))dlsym(RTLD_NEXT, "SDL_GL_GetProcAddress");

	return strstr(name, "GetGraphicsResetStatus") ? (void *)reset_status : real(name);
}
