/* SPDX-License-Identifier: Apache-2.0 */
#include "core/tensor/backend/cpu.h"

struct heads {
	struct module *m;
	const struct attention *a;
	const atomic_bool *stop;
	int64_t rows, per_tile, tiles;	/* of one batch entry and key head */
	float *scratch;
};

/* One tile: rows r0.. of the queries that share a key head. Row r is query
 * r / group of member r % group, so that a tile's masks are alike. */
static void
tile_run(const struct heads *h, int64_t head, int64_t r0)
{
	const struct attention *a = h->a;
	int64_t b = head / a->kv_heads, kh = head % a->kv_heads;
	const uint8_t *mask[FLASH_ROWS];
	struct flash f = {
		.nrows = h->rows - r0 < h->per_tile ? h->rows - r0 :
		    h->per_tile,
		.q_dim = a->q_stride[4],
		.out_dim = a->out_stride[4],
		.mask = a->mask != NULL ? mask : NULL,
		.mask_kv = a->mask_stride[4],
		.k = a->k + b * a->k_stride[0] + kh * a->k_stride[1],
		.v = a->v + b * a->v_stride[0] + kh * a->v_stride[1],
		.nkv = a->kv_len,
		.ldk = a->k_stride[2],
		.ldv = a->v_stride[2],
		.k_dim = a->k_stride[3],
		.v_dim = a->v_stride[3],
		.dim = a->dim,
		.scale = a->scale,
		.soft_cap = a->soft_cap,
		.masked_value = a->masked_value,
		.scratch = h->scratch + (int64_t)pool_thread() *
		    FLASH_SCRATCH,
	};

	for (int64_t i = 0; i < f.nrows; i++) {
		int64_t at[4] = { b, kh, (r0 + i) % a->group,
		    (r0 + i) / a->group };
		int64_t q = 0, o = 0, m = 0;

		for (int d = 0; d < 4; d++) {
			q += at[d] * a->q_stride[d];
			o += at[d] * a->out_stride[d];
			m += at[d] * a->mask_stride[d];
		}
		f.q[i] = a->q + q;
		f.out[i] = a->out + o;
		mask[i] = a->mask != NULL ? a->mask + m : NULL;
	}
	h->m->kern->flash(&f);
}

static void
tiles_run(int64_t t0, int64_t t1, void *arg)
{
	const struct heads *h = arg;

	for (int64_t t = t0; t < t1 && !stopped(h->stop); t++)
		tile_run(h, t / h->tiles, t % h->tiles * h->per_tile);
}

bool
attention_run(struct backend *b, const struct attention *a,
    const atomic_bool *stop)
{
	struct module *m = (struct module *)b;
	struct heads h = { .m = m, .a = a, .stop = stop };
	int64_t nheads = a->batch * a->kv_heads, want;

	if (a->dim > FLASH_DIM || a->dim <= 0 || a->kv_len <= 0)
		return false;
	h.rows = a->group * a->q_len;
	/* As large as the tile allows, but some tiles for each thread. */
	want = nheads * h.rows / (m->threads * 4);
	h.per_tile = want < 1 ? 1 : want > FLASH_ROWS ? FLASH_ROWS : want;
	if (m->threads == 1)
		h.per_tile = FLASH_ROWS;
	h.tiles = (h.rows + h.per_tile - 1) / h.per_tile;
	h.scratch = module_scratch(m, SCRATCH_THREADS,
	    sizeof(float) * FLASH_SCRATCH * (size_t)m->threads);
	if (h.scratch == NULL)
		return false;
	/* A tile below some microseconds of work is no task of its own. */
	pool_run(m, nheads * h.tiles, 1 + 65536 / (h.per_tile * a->kv_len *
	    a->dim + 1), tiles_run, &h);
	return !stopped(stop);
}
