/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Instructions that call, return and yield: a part of vm_run in vm.c, which
 * includes it where it belongs. Apart from there it means nothing.
 */
	/* ---- calls */
	OP(CALL)
		n = i->arg;
		kw = NULL;
		fnslot = sp - n - 1;
		goto call;
	OP(CALL_METHOD)
		n = i->arg;
		kw = NULL;
		goto call_method;
	OP(CALL_KW)
		n = i->arg & 0xFFFF;
		kw = &code->kw[i->arg >> 16];
		fnslot = sp - n - 1;
		goto call;
	OP(CALL_METHOD_KW)
		n = i->arg & 0xFFFF;
		kw = &code->kw[i->arg >> 16];
	call_method:
		fnslot = sp - n - 2;
		if (fnslot[1] != NULL) {
			n++;
			goto call;
		}
		/* No self: the arguments move down over its place. */
		memmove(fnslot + 1, fnslot + 2, n * sizeof *sp);
		sp--;
	call:
		v = *fnslot;
		SAVE();
		if (value_is(v, &closure_kind)) {
			struct closure *fn = (struct closure *)v;
			struct frame *g;

			POLL();
			if (UNLIKELY(in->depth >= in->max_depth)) {
				too_deep(c);
				goto error;
			}
			if (kw == NULL && n == fn->code->nargs &&
			    (fn->code->flags & CODE_SIMPLE)) {
				g = frame_take(in, fn);
				for (uint32_t k = 0; k < n; k++)
					g->slot[k] = fnslot[1 + k];
				for (uint32_t k = n; k < fn->code->nlocals;
				    k++)
					g->slot[k] = NULL;
			} else {
				struct args a = { fnslot + 1, n - (kw != NULL ?
				    kw->n : 0), kw != NULL ? kw->name : NULL,
				    kw != NULL ? kw->n : 0 };

				value_ref(v);
				g = frame_new(c, fn);
				if (!call_bind(c, g, &a)) {
					frame_free(c, g);
					goto error;
				}
				while (sp > fnslot)
					value_unref(POP());
				if (fn->code->flags & CODE_GENERATOR) {
					PUSH(generator_new(c, g));
					NEXT();
				}
			}
			f->sp = fnslot;
			g->back = in->frame = f;
			in->frame = f = g;
			in->depth++;
			LOAD_FRAME();
			NEXT();
		}
		if (value_is(v, &method_kind) && value_is(method_fn(v),
		    &closure_kind)) {
			memmove(fnslot + 2, fnslot + 1, n * sizeof *sp);
			sp++;
			fnslot[0] = value_ref(method_fn(v));
			fnslot[1] = value_ref(method_self(v));
			value_unref(v);
			n++;
			goto call;
		}
		if (value_is(v, &class_kind)) {
			struct closure *fn = fast_init(c,
			    (struct class *)v);
			struct frame *g;

			if (fn == NULL && n == 0 &&
			    ((struct class *)v)->row == &super_row) {
				RESULT(1, vm_super(c, f));
				NEXT();
			}
			if (fn == NULL && n == 1 && kw == NULL &&
			    value_is_small(sp[-1]) &&
			    ((struct class *)v)->row == &str_row) {
				RESULT(2, vm_small_text(c, sp[-1]));
				NEXT();
			}
			if (fn == NULL)
				goto call_any;
			POLL();
			if (UNLIKELY(in->depth >= in->max_depth)) {
				too_deep(c);
				goto error;
			}
			w = instance_new(c, (struct class *)v);
			if (w == NULL)
				goto error;
			/* The instance takes the class's place. */
			*fnslot = keep(c, mark, w);
			value_unref(v);
			value_ref(&fn->hdr);
			g = frame_new(c, fn);
			if (kw == NULL && n + 1 == fn->code->nargs &&
			    (fn->code->flags & CODE_SIMPLE)) {
				g->slot[0] = value_ref(*fnslot);
				for (uint32_t k = 1; k <= n; k++)
					g->slot[k] = fnslot[k];
				sp = fnslot + 1;
			} else {
				struct args a = { fnslot, 1 + n - (kw != NULL ?
				    kw->n : 0), kw != NULL ? kw->name : NULL,
				    kw != NULL ? kw->n : 0 };

				if (!call_bind(c, g, &a)) {
					frame_free(c, g);
					goto error;
				}
				while (sp > fnslot + 1)
					value_unref(POP());
				if (fn->code->flags & CODE_GENERATOR) {
					value_unref(generator_new(c, g));
					err_raise(c, ERR_TYPE, "__init__() "
					    "should return None, not "
					    "'generator'");
					goto error;
				}
			}
			f->sp = sp;
			g->kind = FRAME_INIT;
			g->back = f;
			in->frame = f = g;
			in->depth++;
			LOAD_FRAME();
			NEXT();
		}
	call_any: {
			struct args a = { fnslot + 1, n - (kw != NULL ?
			    kw->n : 0), kw != NULL ? kw->name : NULL,
			    kw != NULL ? kw->n : 0 };

			note_origin(c, f);
			RESULT(n + 1, value_call(c, v, &a));
			in->frame = f;
			NEXT();
		}
	OP(CALL_EX)
		SAVE();
		note_origin(c, f);
		n = i->arg;
		RESULT(2 + n, spread_call(c, sp[-2 - (int)n], 0, NULL,
		    sp[-1 - (int)n], n ? sp[-1] : NULL));
		NEXT();
	OP(MAKE_FUNCTION) {
		struct instr one = *i;

		SAVE();
		v = vm_make_function(c, f, i->arg, sp);
		sp += code_effect(&one, false) - 1;
		PUSH(v);
		NEXT();
	}
	OP(BUILD_CLASS)
		SAVE();
		n = i->arg;
		RESULT(2 + n, vm_build_class(c,
		    (struct closure *)sp[-2 - (int)n], sp[-1 - (int)n],
		    n ? sp[-1] : NULL));
		NEXT();
	OP(RETURN) {
		struct frame *g = f;
		enum frame_kind kind = g->kind;
		struct generator *gen = g->generator;

		v = POP();
		f->sp = sp;
		f = g->back;
		in->frame = f;
		in->depth--;
		if (UNLIKELY(gen != NULL)) {
			generator_finish(c, gen);
			frame_free(c, g);
			if (kind == FRAME_ENTRY) {
				value_unref(gen->result);
				gen->result = v;
				return NULL;
			}
			value_unref(v);
			LOAD_FRAME();
			i = pc - 1;	/* the FOR_ITER */
			goto loop_end;
		}
		frame_drop(c, g);
		if (kind == FRAME_ENTRY)
			return v;
		LOAD_FRAME();
		if (UNLIKELY(kind == FRAME_INIT)) {
			if (v != &value_none) {
				err_raise(c, ERR_TYPE, "__init__() should "
				    "return None, not '%s'",
				    value_type_name(c, v));
				value_unref(v);
				goto error;
			}
			NEXT();
		}
		PUSH(v);
		NEXT();
	}
	OP(YIELD)
		v = POP();
		SAVE();
	yielded: {
		struct frame *g = f;

		g->generator->running = false;
		f = g->back;
		g->back = NULL;
		in->frame = f;
		in->depth--;
		if (g->kind == FRAME_ENTRY)
			return v;
		LOAD_FRAME();
		PUSH(v);
		NEXT();
	}
	OP(GET_YIELD_ITER)
		v = sp[-1];
		if (!value_is(v, &generator_kind)) {
			SAVE();
			RESULT(1, value_iter(c, v));
		}
		NEXT();
	OP(YIELD_FROM)
		SAVE();
		v = vm_yield_from(c, sp[-2], sp[-1], &truth);
		if (v == NULL)
			goto error;
		v = keep(c, mark, v);
		value_unref(POP());
		if (truth) {
			value_unref(POP());
			PUSH(v);
			NEXT();
		}
		pc--;		/* the value sent comes here again */
		SAVE();
		goto yielded;

